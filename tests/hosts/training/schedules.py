# SPDX-License-Identifier: MIT
"""Order and unit of scheduler steps."""
import torch
from torch import nn
from torch.optim import lr_scheduler

model = nn.Sequential(nn.Linear(4, 1))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
plateau = lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)
cosine = lr_scheduler.CosineAnnealingLR(optimizer, T_max=30)


def run(loader, check):
    for epoch in range(30):  #> loop other rounds:30
        cosine.step()  #> scheduler_step cosine
        for x, y in loader:  #> loop trains
            optimizer.zero_grad()  #> zero_grad optimizer
            loss = nn.functional.mse_loss(model(x), y)  #> forward model; loss mse_loss
            loss.backward()  #> backward reaches:model,?
            optimizer.step()  #> step optimizer
        if epoch > 5:
            plateau.step(check(epoch))  #> scheduler_step plateau value maybe
# models model: {"learners": [["SGD", 0.1, "mse_loss"]], "training": {"method": "loop", "batch_size": null, "epochs": 30, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 8: {"kind": "SGD", "rate": 0.1, "known": true, "owners": [["model", 7, true]]}
# schedulers plateau: ["ReduceLROnPlateau", "optimizer", "epoch", null, null]
# schedulers cosine: ["CosineAnnealingLR", "optimizer", null, 30, null]
