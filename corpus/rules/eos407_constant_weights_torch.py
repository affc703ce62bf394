"""EOS407: the weights of a hidden layer all start from one number."""
import torch
from torch import nn
from torch.nn import functional as F


class ZerosUnderRelu(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64, bias=False)  # expect: EOS407 error
        self.head = nn.Linear(64, 10)
        nn.init.zeros_(self.hidden.weight)

    def forward(self, x):
        return self.head(F.relu(self.hidden(x)))


class DrawnBias(nn.Module):
    """The biases differ, so the units part after a while."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)  # expect: EOS407 warning
        self.head = nn.Linear(64, 10)
        nn.init.constant_(self.hidden.weight, 0.5)

    def forward(self, x):
        return self.head(F.relu(self.hidden(x)))


class CleanBias(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)
        self.head = nn.Linear(64, 10)
        nn.init.xavier_uniform_(self.hidden.weight)
        nn.init.zeros_(self.hidden.bias)
        nn.init.zeros_(self.head.weight)

    def forward(self, x):
        return self.head(torch.tanh(self.hidden(x)))


class CleanAdapter(nn.Module):
    """Starts as the identity: the zero branch is added to what comes in."""

    def __init__(self):
        super().__init__()
        self.down = nn.Linear(64, 8)
        self.up = nn.Linear(8, 64)
        self.head = nn.Linear(64, 10)
        nn.init.zeros_(self.up.weight)

    def forward(self, x):
        return self.head(x + self.up(F.relu(self.down(x))))


class CleanOverwritten(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)
        self.head = nn.Linear(64, 10)
        nn.init.zeros_(self.hidden.weight)
        nn.init.normal_(self.hidden.weight, std=0.02)

    def forward(self, x):
        return self.head(F.relu(self.hidden(x)))
