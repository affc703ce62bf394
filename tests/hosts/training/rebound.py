# SPDX-License-Identifier: MIT
"""The optimiser took the parameters of a model that is replaced before training."""
import torch
from torch import nn


def main(loader):
    model = nn.Sequential(nn.Linear(3, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = nn.functional.mse_loss(model(x), y)  #> forward model; loss mse_loss
        loss.backward()  #> backward reaches:model,?
        optimizer.step()  #> step optimizer
# models model: {"learners": [[null, null, "mse_loss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 9: {"kind": "SGD", "rate": 0.1, "known": true, "owners": [["model", 8, true]]}
