"""EOS307: more than three linear layers behind convolutions (profiles theia and strict)."""
import torch
from torch import nn


def five_linear_layers():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(512, 256),
        nn.ReLU(),
        nn.Linear(256, 128),
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 32),  # expect[theia]: EOS307
        nn.ReLU(),
        nn.Linear(32, 10),
    )


def clean_three():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(4), nn.Flatten(),
        nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10),
    )


class CleanHeads(nn.Module):
    """Four layers, two heads: no chain of more than three."""

    def __init__(self):
        super().__init__()
        self.window = nn.Conv2d(1, 32, 3)
        self.shared = nn.Linear(32, 32)
        self.again = nn.Linear(32, 16)
        self.left = nn.Linear(16, 10)
        self.right = nn.Linear(16, 2)

    def forward(self, x):
        x = torch.relu(self.window(x)).mean((2, 3))
        x = torch.relu(self.again(torch.relu(self.shared(x))))
        return self.left(x), self.right(x)
