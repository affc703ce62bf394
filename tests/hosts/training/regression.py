# SPDX-License-Identifier: MIT
"""Columns of floats: (n, 1) against (n,) reach the loss as they are."""
import torch
from sklearn.datasets import load_diabetes
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

x, y = load_diabetes(return_X_y=True)
x = torch.from_numpy(x).float()
flat = torch.from_numpy(y).float()
model = nn.Sequential(nn.Linear(10, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for inputs, targets in DataLoader(TensorDataset(x, flat), batch_size=34, shuffle=True):  #> loop trains batch_size:34 shuffle:true drop_last:false
    optimizer.zero_grad()  #> zero_grad optimizer
    loss = nn.MSELoss()(model(inputs), targets)  #> forward model; loss MSELoss
    loss.backward()  #> backward reaches:model
    optimizer.step()  #> step optimizer
column = nn.Sequential(nn.Linear(10, 1))
other = torch.optim.SGD(column.parameters(), lr=0.01)
for inputs, targets in DataLoader(TensorDataset(x, flat.unsqueeze(1)), batch_size=34):  #> loop trains batch_size:34 shuffle:false drop_last:false
    other.zero_grad()  #> zero_grad other
    loss = nn.MSELoss()(column(inputs), targets)  #> forward column; loss MSELoss
    loss.backward()  #> backward reaches:column
    other.step()  #> step other
# models model: {"learners": [["SGD", 0.01, "MSELoss"]], "training": {"method": "loop", "batch_size": 34, "epochs": null, "shuffle": true}, "labels": ["continuous", null, "Diabetes"], "inputs": [[null, 10], null, null, null], "targets": [[null], null, null, null]}
# models column: {"learners": [["SGD", 0.01, "MSELoss"]], "training": {"method": "loop", "batch_size": 34, "epochs": null, "shuffle": false}, "labels": ["continuous", null, "Diabetes"], "inputs": [[null, 10], null, null, null], "targets": [[null, 1], null, null, null]}
# optimizers optimizer 12: {"kind": "SGD", "rate": 0.01, "known": true, "owners": [["model", 11, true]]}
# optimizers other 19: {"kind": "SGD", "rate": 0.01, "known": true, "owners": [["column", 18, true]]}
