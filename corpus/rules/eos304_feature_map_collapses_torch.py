"""EOS304: a window that is larger than the map it slides over."""
import torch
from torch import nn
from torch.nn import functional as F


class PooledAway(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Conv2d(1, 8, 5)
        self.two = nn.Conv2d(8, 16, 5)
        self.three = nn.Conv2d(16, 32, 5)  # expect: EOS304 error

    def forward(self, x):
        x = x.view(-1, 1, 28, 28)
        x = F.max_pool2d(F.relu(self.one(x)), 2)
        x = F.max_pool2d(F.relu(self.two(x)), 2)
        return F.relu(self.three(x))


class CleanPadded(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Conv2d(1, 8, 5)
        self.two = nn.Conv2d(8, 16, 5)
        self.three = nn.Conv2d(16, 32, 5, padding=2)

    def forward(self, x):
        x = x.view(-1, 1, 28, 28)
        x = F.max_pool2d(F.relu(self.one(x)), 2)
        x = F.max_pool2d(F.relu(self.two(x)), 2)
        return F.relu(self.three(x))


class CleanUnknownSize(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Conv2d(1, 8, 5)
        self.two = nn.Conv2d(8, 16, 11)

    def forward(self, x):
        return F.relu(self.two(F.max_pool2d(F.relu(self.one(x)), 2)))


class CleanRoundedUp(nn.Module):
    """The last window may hang over the edge of the map, as far as its stride goes."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 27)
        self.pool = nn.MaxPool2d(3, ceil_mode=True)

    def forward(self, x):
        return self.pool(F.relu(self.conv(x.view(-1, 1, 28, 28))))


class RoundedUpInVain(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 27)
        self.pool = nn.MaxPool2d(3, stride=1, ceil_mode=True)  # expect: EOS304 error

    def forward(self, x):
        return self.pool(F.relu(self.conv(x.view(-1, 1, 28, 28))))


def clean_padded_window():
    model = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
    return model(torch.zeros(1, 3, 2, 2))
