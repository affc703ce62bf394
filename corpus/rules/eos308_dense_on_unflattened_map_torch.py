"""EOS308: a linear layer on a map that was not flattened."""
import torch
from torch import nn
from torch.nn import functional as F


class FlattenedTooLate(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3)
        self.hidden = nn.Linear(26, 64)  # expect: EOS308 warning
        self.head = nn.Linear(8 * 26 * 64, 10)

    def forward(self, x):
        x = x.view(-1, 1, 28, 28)
        x = F.relu(self.conv(x))
        x = F.relu(self.hidden(x))
        return self.head(torch.flatten(x, 1))


class CleanFlattened(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3)
        self.hidden = nn.Linear(8 * 26 * 26, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.conv(x.view(-1, 1, 28, 28)))
        return self.head(F.relu(self.hidden(torch.flatten(x, 1))))


class CleanPermuted(nn.Module):
    """The channels are brought to the end first: a 1x1 convolution written as a Linear."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 3)
        self.mix = nn.Linear(8, 16)
        self.head = nn.Linear(16 * 26 * 26, 10)

    def forward(self, x):
        x = F.relu(self.conv(x.view(-1, 1, 28, 28)))
        x = F.relu(self.mix(x.permute(0, 2, 3, 1)))
        return self.head(x.flatten(1))
