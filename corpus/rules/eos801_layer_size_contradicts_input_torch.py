"""EOS801, PyTorch programs."""
import torch
from torch import nn
from torch.nn import functional as F


def buggy_widths():
    return nn.Sequential(
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(64, 10),  # expect: EOS801 error
    )


def buggy_norm():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3),
        nn.BatchNorm2d(32),  # expect: EOS801 error
        nn.ReLU(),
        nn.Conv2d(16, 32, 3),
    )


class BuggyFlattened(nn.Module):
    def __init__(self, width=128):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3)
        self.conv2 = nn.Conv2d(16, 32, 3)
        self.fc1 = nn.Linear(32 * 7 * 7, width)  # expect: EOS801 error
        self.fc2 = nn.Linear(width, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(torch.flatten(x, 1))))


def buggy_flattened():
    return BuggyFlattened()(torch.randn(4, 1, 28, 28))


class CleanFlattened(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, 3)
        self.conv2 = nn.Conv2d(16, 32, 3)
        self.fc1 = nn.Linear(32 * 5 * 5, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(torch.flatten(x, 1))))


def clean_flattened():
    return CleanFlattened()(torch.randn(4, 1, 28, 28))


class CleanConcatenated(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Linear(8, 16)
        self.right = nn.Linear(8, 16)
        self.out = nn.Linear(32, 1)

    def forward(self, x):
        return self.out(torch.cat([F.relu(self.left(x)), F.relu(self.right(x))], dim=1))


def clean_gated():
    # GLU halves what it is given
    return nn.Sequential(nn.Linear(8, 64), nn.GLU(), nn.Linear(32, 1))


class CleanHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(64, 96)
        self.out = nn.Linear(12, 64)

    def forward(self, x):
        # eight heads of twelve features
        return self.out(F.relu(self.inner(x)).view(x.size(0), -1, 8, 12))


def clean_unknown(width, loader):
    model = nn.Sequential(nn.Linear(784, width), nn.ReLU(), nn.Linear(64, 10))
    for x, _ in loader:
        model(x)
