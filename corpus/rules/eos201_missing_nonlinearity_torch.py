"""EOS201, PyTorch programs that are right."""
import torch
from torch import nn
from torch.nn import functional as F


def clean_relu_between(loader):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()


class CleanProjections(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Linear(8, 8)
        self.key = nn.Linear(8, 8)
        self.value = nn.Linear(8, 8)
        self.out = nn.Linear(8, 8)

    def forward(self, x):
        weights = F.softmax(self.query(x) @ self.key(x).transpose(-2, -1), dim=-1)
        return self.out(weights @ self.value(x))


class CleanLowRank(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Linear(512, 8)
        self.up = nn.Linear(8, 512)

    def forward(self, x):
        return x + self.up(self.down(x))


def buggy_network():
    model = nn.Sequential(
        nn.Linear(8, 64),  # expect: EOS201 warning
        nn.Linear(64, 32),
        nn.ReLU(),
        nn.Linear(32, 10),
    )
    return model
