# SPDX-License-Identifier: MIT
"""DataParallel, compile and to() stand for the same module."""
import torch
from torch import nn


def run(loader):
    device = "cuda"
    model = nn.Sequential(nn.Linear(4, 2))
    optimizer = torch.optim.Adam(model.parameters())
    model = torch.compile(nn.DataParallel(model)).to(device)  #> move model
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        nn.functional.cross_entropy(model(x.to(device)), y.to(device)).backward()  #> forward model; loss cross_entropy; backward reaches:model,?
        optimizer.step()  #> step optimizer
# models model: {"learners": [["Adam", 0.001, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 10: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["model", 9, true]]}
