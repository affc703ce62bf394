# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 10)
import torch
import torch.nn as nn


class Heads(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(10, 20)
        self.act = nn.ModuleDict({"relu": nn.ReLU(), "tanh": nn.Tanh()})
        self.heads = nn.ModuleDict({name: nn.Linear(20, n) for name, n in [("a", 2), ("b", 3)]})
        self.heads["c"] = nn.Linear(20, 4)

    def forward(self, x):
        x = self.act["relu"](self.trunk(x))
        outputs = []
        for name, head in self.heads.items():
            outputs.append(head(x))
        return torch.cat(outputs, dim=1)


model = Heads()
