# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4)
import torch.nn as nn


class Base(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.a = nn.Linear(4, hidden)
        self.b = nn.Linear(hidden, hidden)

    def forward(self, x):
        return self.b(self.a(x).tanh()).tanh()


class Bigger(Base):
    def __init__(self, hidden=12, out=3):
        super().__init__(hidden)
        self.c = nn.Linear(hidden, out)

    def forward(self, x):
        return self.c(super().forward(x))


model = Bigger()
