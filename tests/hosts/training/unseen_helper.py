# SPDX-License-Identifier: MIT
"""A helper of another package is handed model and optimiser in each round."""
import torch
from helpers import prepare_step
from torch import nn


def run(loader):
    model = nn.Sequential(nn.Linear(4, 2))
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
    for x, y in loader:  #> loop trains open
        prepare_step(model, optimizer)  #> unseen by:helpers.prepare_step
        loss = nn.functional.cross_entropy(model(x), y)  #> forward model; loss cross_entropy
        loss.backward()  #> backward reaches:model,?
        optimizer.step()  #> step optimizer
# models model: {"learners": [["AdamW", 0.0003, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 10: {"kind": "AdamW", "rate": 0.0003, "known": false, "owners": [["model", 9, true]]}
