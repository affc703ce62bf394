"""EOS406: a dropout rate that is no probability, drops nearly all, or has no effect."""
from torch import nn


def per_cent():
    return nn.Sequential(
        nn.Linear(8, 64),
        nn.ReLU(),
        nn.Dropout(20),  # expect: EOS406 error
        nn.Linear(64, 10),
    )


class OneLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 64, batch_first=True, dropout=0.5)  # expect: EOS406 warning
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.head(out[:, -1])


class CleanTwoLayers(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 64, 2, batch_first=True, dropout=0.5)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.head(out[:, -1])


class CleanSettings(nn.Module):
    """How many layers is the caller's choice."""

    def __init__(self, layers, rate):
        super().__init__()
        self.lstm = nn.LSTM(8, 64, num_layers=layers, batch_first=True, dropout=rate)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        out, _ = self.lstm(x)
        return self.head(out[:, -1])
