# SPDX-License-Identifier: MIT
"""A subclass of Optimizer; gradients asked for by name."""
import torch
from torch import nn


class Halved(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})

    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                p.data.mul_(0.5)


def run(loader):
    model = nn.Sequential(nn.Linear(4, 2))
    optimizer = Halved(model.parameters())
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = nn.functional.cross_entropy(model(x), y)  #> forward model; loss cross_entropy
        torch.autograd.backward(loss)  #> backward by:autograd.backward reaches:model,?
        optimizer.step()  #> step optimizer
# models model: {"learners": [[null, null, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
