"""EOS306: a linear layer behind convolutions with more units than inputs (theia and strict)."""
import torch
from torch import nn


class Growing(nn.Module):
    def __init__(self):
        super().__init__()
        self.window = nn.Conv2d(1, 32, 3)
        self.first = nn.Linear(32, 1024)  # expect[theia]: EOS306
        self.second = nn.Linear(1024, 2048)  # expect[theia]: EOS306
        self.head = nn.Linear(2048, 10)

    def forward(self, x):
        x = torch.relu(self.window(x)).mean((2, 3))
        x = torch.relu(self.first(x))
        x = torch.relu(self.second(x))
        return self.head(x)


class CleanShrinking(nn.Module):
    def __init__(self):
        super().__init__()
        self.window = nn.Conv2d(1, 32, 3)
        self.first = nn.Linear(32, 16)
        self.head = nn.Linear(16, 100)

    def forward(self, x):
        x = torch.relu(self.window(x)).mean((2, 3))
        return self.head(torch.relu(self.first(x)))


def clean_table():
    return nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 1))
