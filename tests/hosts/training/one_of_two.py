# SPDX-License-Identifier: MIT
"""Which optimiser it is, the environment decides."""
import os

import torch
from torch import nn


def run(loader):
    model = nn.Sequential(nn.Linear(4, 2))
    if os.environ.get("ADAM"):
        optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        nn.functional.cross_entropy(model(x), y).backward()  #> forward model; loss cross_entropy; backward reaches:model,?
        optimizer.step()  #> step optimizer
# models model: {"learners": [["Adam", 0.001, "cross_entropy"], ["SGD", 0.01, null]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 12: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["model", 10, true]]}
# optimizers optimizer 14: {"kind": "SGD", "rate": 0.01, "known": true, "owners": [["model", 10, true]]}
