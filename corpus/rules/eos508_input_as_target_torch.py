"""EOS508, PyTorch: one array is input and target of a class loss."""
import torch
from torch import nn


def slip_of_the_hand():
    x = torch.tensor([[0.1, 0.9], [0.2, 0.8]])
    model = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))
    loss = nn.CrossEntropyLoss()(model(x), x)  # expect: EOS508 warning
    loss.backward()


def clean_rebuilds_its_input(x):
    model = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 784))
    loss = nn.MSELoss()(model(x), x)
    loss.backward()


def clean_labels(x, y):
    model = nn.Sequential(nn.Linear(784, 32), nn.ReLU(), nn.Linear(32, 10))
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()
