"""EOS103, PyTorch programs."""
import torch
from torch import nn
from torch.nn import functional as F


def clean_labels_from_outside(loader):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def clean_ignored_index(loader):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss(ignore_index=-1)
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


def nine_units_for_ten_digits():
    from torchvision import datasets, transforms

    digits = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
    loader = torch.utils.data.DataLoader(digits, batch_size=64, shuffle=True)
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, 9),  # expect: EOS103 error
    )
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def ten_units_for_a_hundred_classes(device="cpu"):
    from torchvision import datasets, transforms

    pictures = datasets.CIFAR100("data", transform=transforms.ToTensor())
    part, _ = torch.utils.data.random_split(pictures, [40000, 10000])
    model = nn.Sequential(
        nn.Flatten(),
        nn.Linear(3072, 10),  # expect: EOS103 error
    )
    optimizer = torch.optim.Adam(model.parameters())
    for step, batch in enumerate(torch.utils.data.DataLoader(part, batch_size=64, shuffle=True)):
        x, y = batch[0].to(device), batch[1].to(device)
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_labels_that_are_changed():
    from torchvision import datasets, transforms

    digits = datasets.MNIST("data", transform=transforms.ToTensor(), target_transform=lambda y: int(y > 4))
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 2))
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in torch.utils.data.DataLoader(digits, batch_size=64, shuffle=True):
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_ten_units_for_ten_digits(epochs=5):
    from torchvision import datasets, transforms

    digits = datasets.MNIST("data", transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(epochs):
        for x, y in torch.utils.data.DataLoader(digits, batch_size=64, shuffle=True):
            optimizer.zero_grad()
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
