"""EOS203: a softmax, or a stack of saturating activations, in hidden layers."""
import torch
from torch import nn
from torch.nn import functional as F


def hidden_softmax():
    return nn.Sequential(
        nn.Linear(8, 64),
        nn.Softmax(dim=1),  # expect: EOS203 warning
        nn.Linear(64, 10),
    )


class ThreeSigmoids(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(8, 64)
        self.two = nn.Linear(64, 64)  # expect: EOS203
        self.three = nn.Linear(64, 32)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        x = torch.sigmoid(self.one(x))
        x = torch.sigmoid(self.two(x))
        x = torch.sigmoid(self.three(x))
        return torch.sigmoid(self.head(x))


class CleanAttention(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(8, 8)
        self.key = nn.Linear(8, 8)
        self.out = nn.Linear(8, 8)

    def forward(self, x):
        weights = F.softmax(self.query(x) @ self.key(x).transpose(-2, -1), dim=-1)
        return self.out(weights @ x)


class CleanMixture(nn.Module):
    """Softmax weights over experts, multiplied into their results."""

    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(8, 4)
        self.experts = nn.Linear(8, 4)
        self.out = nn.Linear(4, 1)

    def forward(self, x):
        return self.out(F.softmax(self.gate(x), dim=-1) * self.experts(x))


class CleanSqueezeExcite(nn.Module):
    def __init__(self):
        super().__init__()
        self.reduce = nn.Conv2d(16, 4, 1)
        self.expand = nn.Conv2d(4, 16, 1)
        self.conv = nn.Conv2d(16, 32, 3)

    def forward(self, x):
        scale = torch.sigmoid(self.expand(torch.sigmoid(self.reduce(x.mean((2, 3), keepdim=True)))))
        return self.conv(x * scale)
