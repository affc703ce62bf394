# SPDX-License-Identifier: MIT
"""Code that cannot be seen prepares everything."""
import torch
from accelerate import Accelerator
from torch import nn

accelerator = Accelerator()
model = nn.Sequential(nn.Linear(4, 2))
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)


def run(loader):
    model_, optimizer_, loader_ = accelerator.prepare(model, optimizer, loader)
    for x, y in loader_:  #> loop trains open
        loss = nn.functional.cross_entropy(model(x), y)  #> forward model; loss cross_entropy
        accelerator.backward(loss)  #> backward accelerator reaches:model,?
        optimizer.step()  #> step optimizer
# models model: {"learners": [["AdamW", 0.0003, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 9: {"kind": "AdamW", "rate": 0.0003, "known": false, "owners": [["model", 8, true]]}
