"""EOS206: relu inside a recurrent layer over many steps."""
from torch import nn


class ManySteps(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory = nn.RNN(8, 16, nonlinearity="relu", batch_first=True)  # info: EOS206
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        steps, last = self.memory(x.reshape(-1, 100, 8))
        return self.out(last)


class CleanUnknownLength(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory = nn.RNN(8, 16, nonlinearity="relu", batch_first=True)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        steps, last = self.memory(x)
        return self.out(last)


class CleanTanh(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory = nn.RNN(8, 16, batch_first=True)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        steps, last = self.memory(x.reshape(-1, 100, 8))
        return self.out(last)


class CleanShort(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory = nn.RNN(8, 16, nonlinearity="relu", batch_first=True)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        steps, last = self.memory(x.reshape(-1, 5, 8))
        return self.out(last)
