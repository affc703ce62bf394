# known: the rows of a loader are not known to its loop
"""EOS605, PyTorch: six updates and no more."""
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def huge_batch():
    data = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=10000, shuffle=True):  # info: EOS605
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
