"""EOS303: many convolutions in a row at one size."""
import torch
from torch import nn


class LongRun(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 32, 3, padding=1)  # info: EOS303
        self.b = nn.Conv2d(32, 32, 3, padding=1)
        self.c = nn.Conv2d(32, 32, 3, padding=1)
        self.d = nn.Conv2d(32, 32, 3, padding=1)
        self.e = nn.Conv2d(32, 32, 3, padding=1)
        self.f = nn.Conv2d(32, 32, 3, padding=1)
        self.g = nn.Conv2d(32, 32, 3, padding=1)
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        x = torch.relu(self.a(x))
        x = torch.relu(self.b(x))
        x = torch.relu(self.c(x))
        x = torch.relu(self.d(x))
        x = torch.relu(self.e(x))
        x = torch.relu(self.f(x))
        x = torch.relu(self.g(x))
        return self.head(x.mean((2, 3)))


def four_in_a_row():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3),  # expect[theia]: EOS303 warning
        nn.ReLU(),
        nn.Conv2d(32, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.Conv2d(64, 64, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(36864, 10),
    )


def clean_pooled():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.Conv2d(32, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.Conv2d(64, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.LazyLinear(10),
    )


class CleanResidual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 32, 3, padding=1)
        self.blocks = nn.ModuleList([nn.Conv2d(32, 32, 3, padding=1) for _ in range(8)])
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        x = torch.relu(self.first(x))
        for block in self.blocks:
            x = x + torch.relu(block(x))
        return self.head(x.mean((2, 3)))
