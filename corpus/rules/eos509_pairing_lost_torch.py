"""EOS509, PyTorch: inputs and labels do not belong together."""
import torch
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from torch import nn


def wrong_order():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, y_train, x_test, y_test = train_test_split(x, y)
    model = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 2))
    inputs, labels = torch.from_numpy(x_train).float(), torch.from_numpy(y_train)
    loss = nn.CrossEntropyLoss()(model(inputs), labels)  # expect: EOS509 error
    loss.backward()


def clean_right_order():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 2))
    loss = nn.CrossEntropyLoss()(model(torch.from_numpy(x_train).float()), torch.from_numpy(y_train))
    loss.backward()


def clean_parts_of_one_call(x, y):
    model = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 2))
    x_train, x_test = train_test_split(x)
    loss = nn.CrossEntropyLoss()(model(x_train), y)
    loss.backward()
