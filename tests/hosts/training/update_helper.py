# SPDX-License-Identifier: MIT
"""A helper that makes one update: the loop is elsewhere."""
import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.5)


def update(x, y):
    model.train()  #> train model
    loss = nn.functional.mse_loss(model(x), y)  #> forward model mode:train; loss mse_loss
    loss.backward()  #> backward reaches:model,?
    optimizer.step()  #> step optimizer
    return loss.item()
# models model: {"learners": [["Adam", 0.5, "mse_loss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 7: {"kind": "Adam", "rate": 0.5, "known": true, "owners": [["model", 6, true]]}
