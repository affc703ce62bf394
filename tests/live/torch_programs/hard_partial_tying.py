# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(6, 6)
        self.b = nn.Linear(6, 6)
        self.c = nn.Linear(6, 6)
        self.b.weight = self.a.weight
        self.c.weight = nn.Parameter(torch.zeros(6, 6))
        self.c.bias = None

    def forward(self, x):
        return self.c(self.b(self.a(x)))


model = Net()
