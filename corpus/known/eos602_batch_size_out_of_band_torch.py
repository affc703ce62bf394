# known: PyTorch data loaders are not understood yet
"""EOS602: a batch of two."""
import torch
from torch import nn


def train(dataset):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    loader = torch.utils.data.DataLoader(dataset, batch_size=2, shuffle=True)
    for x, y in loader:  # expect[theia]: EOS602
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
