"""EOS503, PyTorch: knowledge of the test part reaches training."""
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn


def scaler_saw_everything():
    table = pd.read_csv("table.csv").values
    x = StandardScaler().fit_transform(table[:, 0:4])
    x_train, x_test, y_train, y_test = train_test_split(x, table[:, 4:5])
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    loss = nn.MSELoss()(model(torch.from_numpy(x_train).float()), torch.from_numpy(y_train).float())  # info: EOS503
    loss.backward()


def clean_scaler_of_the_training_part():
    table = pd.read_csv("table.csv").values
    x_train, x_test, y_train, y_test = train_test_split(table[:, 0:4], table[:, 4:5])
    x_train = StandardScaler().fit_transform(x_train)
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    loss = nn.MSELoss()(model(torch.from_numpy(x_train).float()), torch.from_numpy(y_train).float())
    loss.backward()


def clean_rows_from_outside(x, y):
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    loss = nn.MSELoss()(model(x), y)
    loss.backward()
