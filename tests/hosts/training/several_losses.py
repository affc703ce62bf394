# SPDX-License-Identifier: MIT
"""A loss of two kinds over two outputs, by names in a dict; parameters of two modules in one list."""
import itertools

import torch
from torch import nn

encoder = nn.Sequential(nn.Linear(10, 8), nn.ReLU())
head = nn.Sequential(nn.Linear(8, 2))
losses = {"class": nn.CrossEntropyLoss(), "shape": nn.MSELoss()}
optimizer = torch.optim.Adam(itertools.chain(encoder.parameters(), head.parameters()), lr=0.001)
other = torch.optim.Adam(list(encoder.parameters()) + list(head.parameters()), lr=0.1)


def run(loader):
    for x, y, z in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        code = encoder(x)  #> forward encoder
        total = losses["class"](head(code), y) + 0.1 * losses["shape"](code, z)  #> forward head; loss CrossEntropyLoss; loss MSELoss
        total.backward()  #> backward reaches:encoder,head,?
        optimizer.step()  #> step optimizer
# models encoder: {"learners": [["Adam", 0.001, "MSELoss"], ["Adam", 0.1, null]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# models head: {"learners": [["Adam", 0.001, "CrossEntropyLoss"], ["Adam", 0.1, null]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 11: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["encoder", 8, true], ["head", 9, true]]}
# optimizers other 12: {"kind": "Adam", "rate": 0.1, "known": true, "owners": [["encoder", 8, true], ["head", 9, true]]}
