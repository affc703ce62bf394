"""EOS310: a hidden linear layer of one unit in front of another layer."""
import torch
from torch import nn


def head_in_the_middle():
    return nn.Sequential(
        nn.Linear(8, 64),
        nn.ReLU(),
        nn.Linear(64, 1),  # info: EOS310
        nn.ReLU(),
        nn.Linear(1, 10),
    )


def clean_code():
    return nn.Sequential(
        nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1), nn.ReLU(), nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 8)
    )


class CleanGate(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 16)
        self.gate = nn.Linear(16, 1)
        self.out = nn.Linear(16, 10)

    def forward(self, x):
        x = torch.relu(self.hidden(x))
        return self.out(x * torch.sigmoid(self.gate(x)))
