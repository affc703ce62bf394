"""EOS403: a network without any normalisation layer (profiles theia and strict)."""
import torch
from torch import nn


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
        nn.Linear(64, 128),  # expect[theia]: EOS403
        nn.ReLU(),
        nn.Linear(128, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )
    train(network, loader)


def clean_batch(loader):
    network = nn.Sequential(
        nn.Linear(64, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10)
    )
    train(network, loader)


def clean_part_of_a_network():
    """Nothing says what it is for."""
    return nn.Sequential(nn.Linear(64, 512), nn.ReLU(), nn.Linear(512, 64))
