"""EOS302: a classifier of images with few convolutions."""
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


def one_for_colour(loader):
    network = nn.Sequential(
        nn.Conv2d(3, 32, 3),  # expect[theia]: EOS302 warning
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(4),
        nn.Flatten(),
        nn.Linear(512, 10),
    )
    train(network, loader)


def clean_two_for_grey(loader):
    network = nn.Sequential(
        nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Conv2d(16, 32, 3), nn.ReLU(),
        nn.AdaptiveAvgPool2d(4), nn.Flatten(), nn.Linear(512, 10),
    )
    train(network, loader)


class CleanPatches(nn.Module):
    """Attention over patches: one convolution cuts them out."""

    def __init__(self):
        super().__init__()
        self.cut = nn.Conv2d(3, 64, 16, stride=16)
        self.blocks = nn.MultiheadAttention(64, 4, batch_first=True)
        self.head = nn.Linear(64, 10)

    def forward(self, x):
        x = self.cut(x).flatten(2).transpose(1, 2)
        x, weights = self.blocks(x, x, x)
        return self.head(x.mean(1))


def clean_attention(loader):
    train(CleanPatches(), loader)
