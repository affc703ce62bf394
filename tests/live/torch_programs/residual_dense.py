# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 10)
import torch.nn as nn
import torch.nn.functional as F


class Residual(nn.Module):
    def __init__(self, dim, dropout=0.1):
        super().__init__()
        self.fc1 = nn.Linear(dim, dim * 2)
        self.fc2 = nn.Linear(dim * 2, dim)
        self.dropout = dropout

    def forward(self, x):
        h = F.dropout(F.relu(self.fc1(x)), p=self.dropout, training=self.training)
        return x + self.fc2(h)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([Residual(10) for _ in range(3)])
        self.out = nn.Linear(10, 1)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.out(x).squeeze(-1)


model = Net()
