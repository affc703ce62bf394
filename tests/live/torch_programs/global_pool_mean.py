# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 10, 10)
import torch
from torch import nn


class Gap(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(3, 8, 3)
        self.c2 = nn.Conv2d(8, 12, 3)
        self.fc = nn.Linear(12, 2)

    def forward(self, x):
        x = torch.relu(self.c1(x))
        x = torch.relu(self.c2(x))
        x = x.mean([2, 3])
        return self.fc(x)


model = Gap()
