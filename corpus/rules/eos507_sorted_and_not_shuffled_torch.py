"""EOS507, PyTorch: a loader over class folders does not shuffle."""
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def batches_of_one_class():
    data = datasets.ImageFolder("train", transform=transforms.ToTensor())
    model = nn.Sequential(nn.AdaptiveAvgPool2d(8), nn.Flatten(), nn.Linear(192, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=32):  # expect: EOS507 warning
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_shuffled():
    data = datasets.ImageFolder("train", transform=transforms.ToTensor())
    model = nn.Sequential(nn.AdaptiveAvgPool2d(8), nn.Flatten(), nn.Linear(192, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_sampler(sampler):
    data = datasets.ImageFolder("train", transform=transforms.ToTensor())
    model = nn.Sequential(nn.AdaptiveAvgPool2d(8), nn.Flatten(), nn.Linear(192, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=32, sampler=sampler):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_digits_in_their_order():
    data = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=32):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
