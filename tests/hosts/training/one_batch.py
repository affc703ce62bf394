# SPDX-License-Identifier: MIT
"""No loop over data: the whole table at once, for a number of epochs; a break that may come."""
import torch
from torch import nn

x = torch.randn(100, 3)
y = torch.zeros(100, 1)
model = nn.Sequential(nn.Linear(3, 1))
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.5)
for epoch in range(1000):  #> loop trains rounds:1000
    optimizer.zero_grad()  #> zero_grad optimizer
    loss = criterion(model(x), y)  #> forward model; loss BCEWithLogitsLoss
    loss.backward()  #> backward reaches:model
    optimizer.step()  #> step optimizer
    if loss.item() < 0.01:
        break
# models model: {"learners": [["Adam", 0.5, "BCEWithLogitsLoss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": [[100, 3], null, null, null], "targets": [[100, 1], 0, 0, null]}
# optimizers optimizer 10: {"kind": "Adam", "rate": 0.5, "known": true, "owners": [["model", 8, true]]}
