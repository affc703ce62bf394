"""EOS205: a rectifier on the class scores in front of global pooling and the loss."""
import torch
from torch import nn


def scores_cut_off(loader):
    network = nn.Sequential(
        nn.Conv2d(3, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 10, 1),  # info: EOS205
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
    )
    loss_of = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.001)
    for x, y in loader:
        optimizer.zero_grad()
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()


class CleanScores(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 32, 3)
        self.scores = nn.Conv2d(32, 10, 1)
        self.mean = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        x = torch.relu(self.first(x))
        return torch.softmax(self.mean(self.scores(x)).flatten(1), dim=1)


class CleanFeatures(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 32, 3)
        self.mean = nn.AdaptiveAvgPool2d(1)
        self.scores = nn.Linear(32, 10)

    def forward(self, x):
        x = torch.relu(self.first(x))
        return torch.softmax(self.scores(self.mean(x).flatten(1)), dim=1)
