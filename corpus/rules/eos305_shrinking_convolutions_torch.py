"""EOS305: filters or kernels that shrink with depth (profiles theia and strict)."""
import torch
from torch import nn


def fewer_filters():
    return nn.Sequential(
        nn.Conv2d(1, 64, 3),
        nn.ReLU(),
        nn.Conv2d(64, 32, 3),  # expect[theia]: EOS305
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(18432, 10),
    )


def clean_growing():
    return nn.Sequential(
        nn.Conv2d(1, 32, 5), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10)
    )


class CleanBranches(nn.Module):
    """The narrow convolution is one of two branches that are put together."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 64, 3, padding=1)
        self.left = nn.Conv2d(64, 32, 3, padding=1)
        self.right = nn.Conv2d(64, 32, 5, padding=2)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = torch.relu(self.first(x))
        x = torch.cat([torch.relu(self.left(x)), torch.relu(self.right(x))], 1)
        return self.head(x.mean((2, 3)))
