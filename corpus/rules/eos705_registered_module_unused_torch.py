"""EOS705, PyTorch programs."""
from torch import nn
from torch.nn import functional as F


class BuggyForgotten(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(8, 16)
        self.fc_middle = nn.Linear(16, 16)  # expect: EOS705 warning
        self.fc_out = nn.Linear(16, 2)

    def forward(self, x):
        return self.fc_out(F.relu(self.fc1(x)))


class CleanUnderABranch(nn.Module):
    def __init__(self, is_deep):
        super().__init__()
        self.is_deep = is_deep
        self.entry = nn.Linear(8, 8)
        self.optional = nn.Linear(8, 8)

    def forward(self, x):
        x = F.relu(self.entry(x))
        if self.is_deep:
            x = F.relu(self.optional(x))
        return x


class CleanTied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(100, 8)
        self.decoder = nn.Linear(8, 100, bias=False)
        self.decoder.weight = self.embedding.weight

    def forward(self, x):
        return F.linear(self.embedding(x), self.embedding.weight)


class CleanWithoutWeights(nn.Module):
    def __init__(self):
        super().__init__()
        self.spare_dropout = nn.Dropout(0.5)
        self.only = nn.Linear(8, 2)

    def forward(self, x):
        return self.only(x)


class CleanHeldTwice(nn.Module):
    def __init__(self):
        super().__init__()
        first = nn.Linear(8, 8)
        self.kept_by_name = first
        self.stack = nn.Sequential(first, nn.ReLU(), nn.Linear(8, 2))

    def forward(self, x):
        return self.stack(x)
