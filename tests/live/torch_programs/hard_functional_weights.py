# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 8, 8)
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(6, 3, 3, 3))
        self.bias = nn.Parameter(torch.zeros(6))
        self.fc = nn.Linear(6 * 6 * 6, 4)

    def forward(self, x):
        x = F.conv2d(x, self.weight, self.bias)
        return self.fc(F.normalize(x.flatten(1), dim=1))


model = Net()
