# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
import os
import sys

import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(6, 6)
        if os.environ.get("EOS_UNSET_WIDE"):
            self.b = nn.Linear(6, 60)
        else:
            self.b = nn.Linear(6, 6)
        self.c = nn.Linear(6, 6) if len(sys.argv) > 7 else nn.Identity()
        self.d = nn.Sequential(nn.Linear(6, 6))
        if os.environ.get("EOS_UNSET_DEEP"):
            self.d.append(nn.Linear(6, 6))

    def forward(self, x):
        return self.d(self.c(self.b(self.a(x))))


model = Net()
