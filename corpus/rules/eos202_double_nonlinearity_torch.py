"""EOS202, PyTorch programs that are right."""
import torch
from torch import nn
from torch.nn import functional as F


class CleanSwish(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(8, 8)

    def forward(self, x):
        x = F.relu(self.linear(x))
        return x * torch.sigmoid(x)


class CleanNormBetween(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(8, 8)
        self.norm = nn.BatchNorm1d(8)

    def forward(self, x):
        return torch.tanh(self.norm(F.relu(self.linear(x))))


class SoftplusGate(nn.Module):
    """A gate factor: the result is multiplied into another tensor."""

    def forward(self, x):
        return x.mul(F.softplus(x).tanh())


def buggy_network():
    model = nn.Sequential(
        nn.Linear(8, 64),
        nn.ReLU(),
        nn.ReLU(),  # expect: EOS202 warning
        nn.Linear(64, 10),
    )
    return model
