# SPDX-License-Identifier: MIT
"""A teacher without gradients; its output is the target."""
import torch
from torch import nn
from torch.nn import functional as F


def run(loader):
    teacher = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 4))
    student = nn.Sequential(nn.Linear(8, 4))
    teacher.eval()  #> eval teacher
    optimizer = torch.optim.Adam(student.parameters(), lr=0.001)
    for x, _ in loader:  #> loop trains
        with torch.no_grad():
            wanted = teacher(x)  #> forward teacher mode:eval no_grad
        loss = F.mse_loss(student(x), wanted)  #> forward student; loss mse_loss
        optimizer.zero_grad()  #> zero_grad optimizer
        loss.backward()  #> backward reaches:student,? cut:torch.no_grad()@15
        optimizer.step()  #> step optimizer
# models teacher: {"learners": []}
# models student: {"learners": [["Adam", 0.001, "mse_loss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": [null, null, null, null]}
# optimizers optimizer 12: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["student", 10, true]]}
