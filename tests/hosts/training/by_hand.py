# SPDX-License-Identifier: MIT
"""Weights are changed without an optimiser."""
import torch
from torch import nn


def run(loader):
    model = nn.Sequential(nn.Linear(4, 1))
    for x, y in loader:  #> loop trains
        loss = nn.functional.mse_loss(model(x), y)  #> forward model; loss mse_loss
        loss.backward()  #> backward reaches:model,?
        with torch.no_grad():
            for p in model.parameters():  #> loop other
                p -= 0.01 * p.grad
                p.grad.zero_()  #> zero_grad p.grad by:zero_ no_grad
# models model: {"learners": [[null, null, "mse_loss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
