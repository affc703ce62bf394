"""EOS204: a softmax over the batch axis, over an axis of size 1, or over no named axis."""
import torch
from torch import nn
from torch.nn import functional as F


class BatchAxis(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3)
        self.head = nn.Linear(8 * 26 * 26, 10)

    def forward(self, x):
        x = F.relu(self.conv(x))
        x = x.view(-1, 8 * 26 * 26)
        return F.softmax(self.head(x), dim=0)  # expect: EOS204 error


class ImplicitAxis(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = x.view(-1, 784)
        x = F.relu(self.hidden(x))
        return F.log_softmax(self.head(x))  # info: EOS204


class ImplicitAxisOfThree(nn.Module):
    """Three axes: PyTorch takes the first, the batch."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = x.view(-1, 49, 16)
        return F.softmax(self.head(x))  # expect: EOS204 error


class CleanAttention(nn.Module):
    """Over the keys; the first axis is never touched."""

    def __init__(self):
        super().__init__()
        self.query = nn.Linear(16, 16)
        self.key = nn.Linear(16, 16)

    def forward(self, x):
        scores = self.query(x) @ self.key(x).transpose(-2, -1)
        return torch.softmax(scores, dim=-1) @ x


class CleanPolicy(nn.Module):
    """Asked state by state: how many axes there are is not known."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 16)
        self.head = nn.Linear(16, 2)

    def forward(self, state):
        return F.softmax(self.head(F.relu(self.hidden(state))), dim=0)


class CleanRows(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(784, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = x.view(-1, 784)
        return F.log_softmax(self.head(F.relu(self.hidden(x))), dim=1)
