"""EOS105, PyTorch: the output is bounded, the target goes beyond."""
import torch
from torch import nn


def sigmoid_on_a_line(x):
    y = torch.arange(0, 100).float().reshape(-1, 1)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())  # expect: EOS105 warning
    loss = nn.MSELoss()(model(x), y)
    loss.backward()


def clean_linear_on_a_line(x):
    y = torch.arange(0, 100).float().reshape(-1, 1)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    loss = nn.MSELoss()(model(x), y)
    loss.backward()


def clean_scaled_target(x):
    y = torch.arange(0, 100).float().reshape(-1, 1) / 100
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1), nn.Sigmoid())
    loss = nn.MSELoss()(model(x), y)
    loss.backward()
