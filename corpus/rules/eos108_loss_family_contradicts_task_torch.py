"""EOS108, PyTorch: a distance on classes, or a class loss on continuous targets."""
import torch
from sklearn.datasets import make_classification, make_regression
from torch import nn
from torch.nn import functional as F


def distance_to_ids():
    x, y = make_classification(n_samples=5000, n_features=20, n_classes=2)
    x, y = torch.from_numpy(x).float(), torch.from_numpy(y).float().reshape(-1, 1)
    model = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
    loss = F.mse_loss(model(x), y)  # expect: EOS108 warning
    loss.backward()


def classes_of_a_regression():
    x, y = make_regression(n_samples=5000, n_features=8)
    x, y = torch.from_numpy(x).float(), torch.from_numpy(y).float().reshape(-1, 1)
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    loss = nn.BCEWithLogitsLoss()(model(x), y)  # expect: EOS108 warning
    loss.backward()


def clean_regression():
    x, y = make_regression(n_samples=5000, n_features=8)
    x, y = torch.from_numpy(x).float(), torch.from_numpy(y).float().reshape(-1, 1)
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    loss = nn.MSELoss()(model(x), y)
    loss.backward()


def clean_adversary(x):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    loss = nn.MSELoss()(model(x), torch.ones(64, 1))
    loss.backward()


def clean_targets_from_outside(x, y):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1), nn.Sigmoid())
    loss = F.mse_loss(model(x), y)
    loss.backward()
