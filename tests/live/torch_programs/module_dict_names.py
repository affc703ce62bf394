# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 10)
import torch.nn as nn


class Chain(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict()
        for i in range(3):
            self.parts[f"fc{i}"] = nn.Linear(10, 10)
        self.parts.update({"out": nn.Linear(10, 1)})

    def forward(self, x):
        for key in self.parts.keys():
            x = self.parts[key](x)
        return x


model = Chain()
