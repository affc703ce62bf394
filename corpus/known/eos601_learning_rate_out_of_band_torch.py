# known: PyTorch training loops are not understood yet
"""EOS601: Adam with a rate of 1."""
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 16)
        self.out = nn.Linear(16, 1)

    def forward(self, x):
        x = torch.relu(self.hidden(x))
        return torch.sigmoid(self.out(x))


def train(loader):
    model = Net()
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1.0)  # expect: EOS601 warning
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
