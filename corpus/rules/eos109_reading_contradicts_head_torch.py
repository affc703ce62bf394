"""EOS109, PyTorch programs that are right."""
import torch
from torch import nn


def clean_argmax_of_classes(x):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    return model(x).argmax(dim=1)


def clean_threshold_of_probabilities(x):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    return torch.sigmoid(model(x)) > 0.5
