"""EOS404: dropout on the output scores, behind the last layer with weights."""
import torch
from torch import nn
from torch.nn import functional as F


class DropsScores(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)
        self.head = nn.Linear(64, 10)
        self.drop = nn.Dropout(0.5)  # expect: EOS404 warning

    def forward(self, x):
        return F.log_softmax(self.drop(self.head(F.relu(self.hidden(x)))), dim=1)


def drops_under_a_loss(loader):
    model = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 10), nn.Dropout(0.2))  # expect: EOS404
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


class CleanBlock(nn.Module):
    """A block may end in a dropout: something follows where it is used."""

    def __init__(self):
        super().__init__()
        self.one = nn.Linear(64, 256)
        self.two = nn.Linear(256, 64)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        return self.drop(self.two(F.gelu(self.one(x))))


class CleanBeforeHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return F.log_softmax(self.head(self.drop(F.relu(self.hidden(x)))), dim=1)


class CleanMonteCarlo(nn.Module):
    """Drawn at prediction too, on purpose."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 64)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        return F.softmax(F.dropout(self.head(F.relu(self.hidden(x))), 0.1, training=True), dim=1)
