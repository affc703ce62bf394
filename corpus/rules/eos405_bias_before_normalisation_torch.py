"""EOS405: a bias that batch normalisation takes away again (profile strict)."""
import torch
from torch import nn


def bias_by_default():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3),  # expect[strict]: EOS405
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, bias=True),  # expect[strict]: EOS405
        nn.BatchNorm2d(64),
        nn.ReLU(),
    )


def clean_without_bias():
    return nn.Sequential(nn.Conv2d(3, 32, 3, bias=False), nn.BatchNorm2d(32), nn.ReLU(), nn.Conv2d(32, 64, 3))


class CleanActivationBetween(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 16)
        self.norm = nn.BatchNorm1d(16)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        return self.head(self.norm(torch.relu(self.hidden(x))))
