# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4)
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.n = n
        for i in range(n):
            setattr(self, f"fc{i}", nn.Linear(4 + i, 5 + i))
        self.add_module("out", nn.Linear(4 + n, 1))

    def forward(self, x):
        for i in range(self.n):
            x = getattr(self, "fc%d" % i)(x)
        return self.out(x)


model = Net()
