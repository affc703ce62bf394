# SPDX-License-Identifier: MIT
"""Ways that end before the parameters."""
import torch
from torch import nn


def detached(loader):
    first = nn.Sequential(nn.Linear(3, 3))
    optimizer = torch.optim.SGD(first.parameters(), lr=0.1)
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = nn.MSELoss()(first(x).detach(), y)  #> forward first; loss MSELoss
        loss.requires_grad = True
        loss.backward()  #> backward reaches:nothing cut:detach@12
        optimizer.step()  #> step optimizer


def wrapped_again(loader):
    second = nn.Sequential(nn.Linear(3, 3))
    optimizer = torch.optim.SGD(second.parameters(), lr=0.1)
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        loss = torch.tensor(nn.MSELoss()(second(x), y).item(), requires_grad=True)  #> forward second; loss MSELoss
        loss.backward()  #> backward reaches:nothing cut:tensor@23
        optimizer.step()  #> step optimizer


def without_gradients(loader):
    third = nn.Sequential(nn.Linear(3, 3))
    optimizer = torch.optim.SGD(third.parameters(), lr=0.1)
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        with torch.no_grad():
            output = third(x)  #> forward third no_grad
        loss = nn.MSELoss()(output, y)  #> loss MSELoss
        loss.backward()  #> backward reaches:nothing cut:torch.no_grad()@34
        optimizer.step()  #> step optimizer


def one_branch_cut(loader):
    fourth = nn.Sequential(nn.Linear(3, 3))
    optimizer = torch.optim.SGD(fourth.parameters(), lr=0.1)
    for x, y in loader:  #> loop trains
        optimizer.zero_grad()  #> zero_grad optimizer
        output = fourth(x)  #> forward fourth
        loss = nn.MSELoss()(output, y) + output.detach().abs().mean()  #> loss MSELoss
        loss.backward()  #> backward reaches:fourth,? cut:detach@46
        optimizer.step()  #> step optimizer
# models first: {"learners": [["SGD", 0.1, "MSELoss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# models second: {"learners": [["SGD", 0.1, "MSELoss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# models third: {"learners": [["SGD", 0.1, "MSELoss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# models fourth: {"learners": [["SGD", 0.1, "MSELoss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 9: {"kind": "SGD", "rate": 0.1, "known": true, "owners": [["first", 8, true]]}
# optimizers optimizer 20: {"kind": "SGD", "rate": 0.1, "known": true, "owners": [["second", 19, true]]}
# optimizers optimizer 30: {"kind": "SGD", "rate": 0.1, "known": true, "owners": [["third", 29, true]]}
# optimizers optimizer 42: {"kind": "SGD", "rate": 0.1, "known": true, "owners": [["fourth", 41, true]]}
