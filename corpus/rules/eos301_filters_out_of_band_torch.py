"""EOS301: unusually few or many filters (profiles theia and strict)."""
import torch
from torch import nn


def few_for_colour():
    return nn.Sequential(
        nn.Conv2d(3, 4, 3),  # expect[theia]: EOS301
        nn.ReLU(),
        nn.Conv2d(4, 32, 3),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(32, 10),
    )


def clean_few_for_grey():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(10)
    )


class CleanBlock(nn.Module):
    """In the middle of a network: nothing tells what its input shows."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(8, 4, 3)
        self.second = nn.Conv2d(4, 1024, 3)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))


def clean_patches():
    """Cuts the picture into tokens: the filters are the width of a token."""
    return nn.Sequential(nn.Conv2d(3, 768, 16, stride=16), nn.Flatten(2), nn.LayerNorm(196))
