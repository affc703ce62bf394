# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 8)
from torch import nn


class Zipped(nn.Module):
    def __init__(self, dims=(8, 16, 32)):
        super().__init__()
        self.fcs = nn.ModuleList(nn.Linear(a, b) for a, b in zip(dims[:-1], dims[1:]))
        self.bns = nn.ModuleList([nn.BatchNorm1d(d) for d in dims[1:]])
        self.head = nn.Linear(self.fcs[-1].out_features, 1)

    def forward(self, x):
        for fc, bn in zip(self.fcs, self.bns):
            x = bn(fc(x)).relu()
        return self.head(x)


model = Zipped()
print(len(model.fcs))
