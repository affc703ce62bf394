# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
import torch
import torch.nn as nn


class Poly(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.weights = nn.ParameterList([nn.Parameter(torch.randn(6, 6)) for _ in range(n)])
        self.gain = nn.Parameter(torch.tensor(1.0))
        self.out = nn.Linear(6, 2)

    def forward(self, x):
        for weight in self.weights:
            x = x @ weight
        return self.out(self.gain * x)


model = Poly()
