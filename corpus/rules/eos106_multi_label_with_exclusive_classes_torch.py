"""EOS106, PyTorch: independent labels meet a loss that chooses one class."""
import torch
from sklearn.datasets import make_multilabel_classification
from torch import nn


def cross_entropy_on_several_labels():
    x, y = make_multilabel_classification(n_samples=5000, n_features=20, n_classes=3)
    x, y = torch.from_numpy(x).float(), torch.from_numpy(y).float()
    model = nn.Sequential(nn.Linear(20, 20), nn.ReLU(), nn.Linear(20, 3))  # expect: EOS106 warning
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()


def clean_binary_on_several_labels():
    x, y = make_multilabel_classification(n_samples=5000, n_features=20, n_classes=3)
    x, y = torch.from_numpy(x).float(), torch.from_numpy(y).float()
    model = nn.Sequential(nn.Linear(20, 20), nn.ReLU(), nn.Linear(20, 3))
    loss = nn.BCEWithLogitsLoss()(model(x), y)
    loss.backward()


def clean_rows_from_outside(x, y):
    model = nn.Sequential(nn.Linear(20, 20), nn.ReLU(), nn.Linear(20, 3))
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()
