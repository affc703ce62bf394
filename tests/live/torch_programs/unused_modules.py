# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4)
import torch.nn as nn


class Spare(nn.Module):
    def __init__(self):
        super().__init__()
        self.used = nn.Linear(4, 4)
        self.spare = nn.Linear(4, 100)
        self.plain = [nn.Linear(4, 7)]
        self.gone = nn.Linear(4, 9)
        del self.gone

    def forward(self, x):
        return self.used(x)


model = Spare()
