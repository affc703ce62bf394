"""EOS104, PyTorch: types and encodings that the loss refuses or reads otherwise."""
import torch
from torch import nn
from torch.nn import functional as F


def rows_of_integers(x):
    y = F.one_hot(torch.tensor([0, 1, 2, 1]), 3)
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    loss = nn.CrossEntropyLoss()(model(x), y)  # expect: EOS104 error
    loss.backward()


def ids_as_floats(x):
    y = torch.tensor([0.0, 1.0, 2.0, 1.0])
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    loss = F.cross_entropy(model(x), y)  # expect: EOS104 error
    loss.backward()


def clean_rows_of_floats(x):
    y = F.one_hot(torch.tensor([0, 1, 2, 1]), 3).float()
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()


def clean_ids(x):
    y = torch.tensor([0, 1, 2, 1])
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    loss = F.cross_entropy(model(x), y)
    loss.backward()


def clean_labels_from_outside(x, y):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
    loss = F.cross_entropy(model(x), y)
    loss.backward()
