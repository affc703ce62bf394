# SPDX-License-Identifier: MIT
"""Batches cut out of arrays, in order and shuffled; a table whose length is not known."""
import torch
from torch import nn

x = torch.rand(1000, 3)
y = torch.rand(1000, 1)
size = 50
model = nn.Sequential(nn.Linear(3, 1))
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(20):  #> loop other rounds:20
    for start in range(0, len(x), size):  #> loop trains rounds:20
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = nn.functional.mse_loss(model(x[start:start + size]), y[start:start + size])  #> forward model; loss mse_loss
        loss.backward()  #> backward reaches:model
        optimizer.step()  #> step optimizer


def of_any_length(table, target):
    other = nn.Sequential(nn.Linear(3, 1))
    steps = torch.optim.Adam(other.parameters())
    for epoch in range(300):  #> loop other rounds:300
        order = torch.randperm(len(table))
        for start in range(0, len(table), 64):  #> loop trains
            part = order[start:start + 64]
            steps.zero_grad()  #> zero_grad steps
            loss = nn.functional.mse_loss(other(table[part]), target[part])  #> forward other; loss mse_loss
            loss.backward()  #> backward reaches:other,?
            steps.step()  #> step steps
# models model: {"learners": [["Adam", 0.001, "mse_loss"]], "training": {"method": "loop", "batch_size": 50, "epochs": 20, "shuffle": null}, "labels": [null, null, null], "inputs": [[50, 3], 0, 1, null], "targets": [[50, 1], 0, 1, null]}
# models other: {"learners": [["Adam", 0.001, "mse_loss"]], "training": {"method": "loop", "batch_size": null, "epochs": 300, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 10: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["model", 9, true]]}
# optimizers steps 21: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["other", 20, true]]}
