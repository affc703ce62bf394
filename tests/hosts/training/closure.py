# SPDX-License-Identifier: MIT
"""LBFGS takes a closure; parts of a TensorDataset; parameters behind a filter."""
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

x = torch.tensor(np.random.rand(200, 8), dtype=torch.float32)
y = torch.tensor(np.random.randint(0, 2, (200, 1))).float()
train, validation = random_split(TensorDataset(x, y), [150, 50])
model = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 1))
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.LBFGS(filter(lambda p: p.requires_grad, model.parameters()), lr=1)
for inputs, targets in DataLoader(train, batch_size=50):  #> loop trains batch_size:50 shuffle:false drop_last:false

    def closure():
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = criterion(model(inputs), targets)  #> forward model; loss BCEWithLogitsLoss
        loss.backward()  #> backward reaches:model
        return loss

    optimizer.step(closure)  #> step optimizer by:step(closure)
# models model: {"learners": [["LBFGS", 1, "BCEWithLogitsLoss"]], "training": {"method": "loop", "batch_size": 50, "epochs": null, "shuffle": false}, "labels": [null, null, null], "inputs": [[null, 8], 0, 1, null], "targets": [[null, 1], 0, 1, null]}
# optimizers optimizer 13: {"kind": "LBFGS", "rate": 1, "known": true, "owners": [["model", 11, true]]}
