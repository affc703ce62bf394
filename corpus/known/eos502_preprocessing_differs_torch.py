# known: what a network is called on outside of its training loop is not recorded
"""EOS502, PyTorch: the test part reaches the network unscaled."""
import pandas as pd
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn


def test_part_not_scaled():
    table = pd.read_csv("table.csv").values
    x_train, x_test, y_train, y_test = train_test_split(table[:, 0:4], table[:, 4:5])  # expect: EOS502 warning
    x_train = torch.from_numpy(StandardScaler().fit_transform(x_train)).float()
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
    nn.MSELoss()(model(x_train), torch.from_numpy(y_train).float()).backward()
    model.eval()
    with torch.no_grad():
        return model(torch.from_numpy(x_test).float())
