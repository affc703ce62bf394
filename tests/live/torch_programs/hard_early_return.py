# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, aux=False):
        super().__init__()
        self.a = nn.Linear(6, 5)
        self.b = nn.Linear(5, 4)
        self.aux = nn.Linear(5, 2) if aux else None

    def forward(self, x):
        x = self.a(x).relu()
        if self.training and self.aux is not None:
            return self.b(x), self.aux(x)
        return self.b(x)


model = Net(aux=True)
