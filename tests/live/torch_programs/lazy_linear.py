# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 8, 8)
import torch.nn as nn


class Lazy(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.fc = nn.LazyLinear(10)

    def forward(self, x):
        return self.fc(self.conv(x).flatten(1))


model = Lazy()
