"""EOS508, PyTorch programs that are right."""
from torch import nn


def clean_rebuilds_its_input(x):
    model = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 784))
    loss = nn.MSELoss()(model(x), x)
    loss.backward()


def clean_labels(x, y):
    model = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()
