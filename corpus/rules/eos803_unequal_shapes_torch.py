"""EOS803, PyTorch programs."""
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


def make_net():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))


def buggy_column_against_row():
    x, y = torch.randn(100, 8), torch.randn(100)
    model = make_net()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)  # expect: EOS803 error
        loss.backward()
        optimizer.step()


def buggy_batches():
    data = TensorDataset(torch.randn(100, 8), torch.randn(100))
    model = make_net()
    criterion = nn.L1Loss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for x, y in DataLoader(data, batch_size=10, shuffle=True):
        optimizer.zero_grad()
        loss = criterion(model(x), y)  # expect: EOS803 error
        loss.backward()
        optimizer.step()


def buggy_several_columns():
    x, y = torch.randn(100, 8), torch.rand(100)
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = criterion(model(x), y)  # expect: EOS803 error
        loss.backward()
        optimizer.step()


class BuggyResidual(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 16, 3, padding=1)
        self.second = nn.Conv2d(16, 32, 3, padding=1)

    def forward(self, x):
        x = F.relu(self.first(x))
        return x + F.relu(self.second(x))  # expect: EOS803 error


class BuggyJoined(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 16, 3)
        self.second = nn.Conv2d(16, 16, 3)
        self.wide = nn.AdaptiveAvgPool2d(8)
        self.small = nn.AdaptiveAvgPool2d(4)

    def forward(self, x):
        x = F.relu(self.first(x))
        return torch.cat([self.wide(x), self.small(F.relu(self.second(x)))], dim=1)  # expect: EOS803 error


def clean_unsqueezed():
    x, y = torch.randn(100, 8), torch.randn(100)
    model = make_net()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y.unsqueeze(1))
        loss.backward()
        optimizer.step()


def clean_squeezed():
    x, y = torch.randn(100, 8), torch.randn(100)
    model = make_net()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    for epoch in range(100):
        optimizer.zero_grad()
        loss = F.mse_loss(model(x).squeeze(1), y)
        loss.backward()
        optimizer.step()


def clean_one_state_without_batch(states):
    model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 2))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    wanted = torch.zeros(2)
    for state in states:
        optimizer.zero_grad()
        loss = F.mse_loss(model(state), wanted)
        loss.backward()
        optimizer.step()


class CleanGate(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.gate = nn.Conv2d(16, 16, 1)

    def forward(self, x):
        x = F.relu(self.conv(x))
        return x * torch.sigmoid(self.gate(self.pool(x)))


class CleanProjected(nn.Module):
    def __init__(self, change=False):
        super().__init__()
        self.body = nn.Conv2d(16, 32 if change else 16, 3, padding=1)
        self.skip = nn.Conv2d(16, 32, 1) if change else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x)) + self.skip(x)
