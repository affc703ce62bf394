"""EOS401: a network without any dropout (profiles theia and strict)."""
import torch
from torch import nn
import torch.nn.functional as F


def train(network, loader):
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()


def none_at_all(loader):
    network = nn.Sequential(
        nn.Linear(64, 512),  # expect[theia]: EOS401
        nn.ReLU(),
        nn.Linear(512, 10),
    )
    train(network, loader)


class CleanFunctional(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(64, 512)
        self.head = nn.Linear(512, 10)

    def forward(self, x):
        return self.head(F.dropout(torch.relu(self.hidden(x)), 0.5, self.training))


def clean_functional(loader):
    train(CleanFunctional(), loader)


def clean_part_of_a_network():
    """Nothing says what it is for."""
    return nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 64))
