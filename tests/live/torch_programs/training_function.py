# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 12)
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Net(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.fc1 = nn.Linear(n_in, 30)
        self.fc2 = nn.Linear(30, n_out)

    def forward(self, x):
        return self.fc2(torch.tanh(self.fc1(x)))


def fit(model, loader, epochs=1, lr=1e-2):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        for xb, yb in loader:
            loss = criterion(model(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model


def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        return (model(x).argmax(dim=1) == y).float().mean().item()


x, y = torch.randn(64, 12), torch.randint(0, 3, (64,))
model = Net(12, 3)
fit(model, DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True))
evaluate(model, x, y)
