"""EOS606, PyTorch: one row at a time under batch normalisation."""
import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def one_row_under_norm():
    data = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=1, shuffle=True):  # expect: EOS606 error
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_batches():
    data = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10))
    optimizer = optim.SGD(model.parameters(), lr=0.01)
    for x, y in DataLoader(data, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()


def clean_one_row_to_ask():
    data = datasets.MNIST("data", train=False, transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10))
    model.eval()
    with torch.no_grad():
        return [model(x).argmax(dim=1) for x, y in DataLoader(data, batch_size=1)]
