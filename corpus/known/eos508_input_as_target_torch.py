# known: what a network of PyTorch is called on is not bound to its training
"""EOS508, PyTorch: the input is its own class."""
import torch
from torch import nn


def slip_of_the_hand():
    x = torch.tensor([[0.1, 0.9], [0.2, 0.8]])
    model = nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))
    loss = nn.CrossEntropyLoss()(model(x), x)  # expect: EOS508 warning
    loss.backward()
