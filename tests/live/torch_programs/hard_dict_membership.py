# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 8)
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleDict([("a", nn.Linear(8, 8)), ("b", nn.Linear(8, 9))])
        if "b" in self.parts:
            self.parts.pop("b")
        if "c" not in self.parts:
            self.parts["c"] = nn.Linear(8, 3)
        self.n = len(self.parts)

    def forward(self, x):
        for part in self.parts.values():
            x = part(x)
        return x


model = Net()
