# SPDX-License-Identifier: MIT
"""No call clears gradients, and evaluation stays in training mode with gradients."""
import torch
from torch import nn


def run(loader, held_out):
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Linear(8, 2))
    optimizer = torch.optim.Adam(model.parameters())
    for epoch in range(3):  #> loop other rounds:3
        for x, y in loader:  #> loop trains
            loss = nn.functional.cross_entropy(model(x), y)  #> forward model; loss cross_entropy
            loss.backward()  #> backward reaches:model,?
            optimizer.step()  #> step optimizer
    hits = 0
    for x, y in held_out:  #> loop evaluates
        hits += (model(x).argmax(1) == y).sum().item()  #> forward model
# models model: {"learners": [["Adam", 0.001, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": 3, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 9: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["model", 8, true]]}
