"""EOS707, PyTorch programs."""
from torch import nn


class BuggyMissing(nn.Module):
    def __init__(self):  # expect: EOS707 error
        self.fc = nn.Linear(8, 2)

    def forward(self, x):
        return self.fc(x)


class BuggyLate(nn.Module):
    def __init__(self, width):
        self.fc = nn.Linear(8, width)  # expect: EOS707 error
        super(BuggyLate, self).__init__()

    def forward(self, x):
        return self.fc(x)


class CleanPlainFirst(nn.Module):
    def __init__(self, width):
        self.width = width
        super().__init__()
        self.fc = nn.Linear(8, width)

    def forward(self, x):
        return self.fc(x)


class CleanByName(nn.Module):
    def __init__(self):
        nn.Module.__init__(self)
        self.fc = nn.Linear(8, 2)

    def forward(self, x):
        return self.fc(x)


class CleanInherited(CleanByName):
    def forward(self, x):
        return self.fc(x).relu()
