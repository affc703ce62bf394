"""EOS402: two dropouts with no layer with weights between them."""
from torch import nn
from torch.nn import functional as F


class Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = self.drop(F.relu(self.hidden(x)))
        x = F.dropout(x, 0.5, training=self.training)  # info: EOS402
        return self.head(x)


class CleanShared(nn.Module):
    """One module, used behind two layers."""

    def __init__(self):
        super().__init__()
        self.one = nn.Linear(8, 64)
        self.two = nn.Linear(64, 64)
        self.head = nn.Linear(64, 10)
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        x = self.drop(F.relu(self.one(x)))
        x = self.drop(F.relu(self.two(x)))
        return self.head(x)


class CleanBranches(nn.Module):
    """Each branch drops for itself."""

    def __init__(self):
        super().__init__()
        self.one = nn.Linear(8, 64)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(64, 10)
        self.other = nn.Linear(64, 10)

    def forward(self, x):
        x = self.drop(F.relu(self.one(x)))
        return self.head(F.dropout(x, 0.1, self.training)) + self.other(x)
