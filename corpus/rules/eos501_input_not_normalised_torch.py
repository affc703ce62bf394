"""EOS501, PyTorch: raw pixels reach the loop."""
import torch
from torch import nn
from torchvision import datasets, transforms


def raw_pixels():
    data = datasets.CIFAR10("data", train=True, transform=transforms.PILToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
    for x, y in torch.utils.data.DataLoader(data, batch_size=64, shuffle=True):  # expect: EOS501 warning
        loss = nn.CrossEntropyLoss()(model(x.float()), y)
        loss.backward()


def clean_to_tensor():
    data = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    for x, y in torch.utils.data.DataLoader(data, batch_size=64, shuffle=True):
        loss = nn.CrossEntropyLoss()(model(x), y)
        loss.backward()


def clean_batch_norm_in_front():
    data = datasets.CIFAR10("data", train=True, transform=transforms.PILToTensor())
    model = nn.Sequential(nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(3072, 10))
    for x, y in torch.utils.data.DataLoader(data, batch_size=64, shuffle=True):
        loss = nn.CrossEntropyLoss()(model(x.float()), y)
        loss.backward()
