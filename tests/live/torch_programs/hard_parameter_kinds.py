# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4)
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.eye(4))
        self.b = nn.Parameter(torch.rand(3, 4) * 2 - 1)
        self.c = nn.Parameter(torch.full((2, 5), 0.5))
        self.d = nn.Parameter(torch.linspace(0, 1, 11))
        self.e = nn.Parameter(torch.randn(4, 5).t())
        self.f = nn.Parameter(torch.cat([torch.zeros(2, 3), torch.ones(4, 3)]))
        self.g = nn.Parameter(torch.tensor([1.0, 2.0]), requires_grad=False)
        self.h = nn.Parameter(torch.Tensor(6, 2))
        self.i = nn.Parameter(torch.zeros(4)[None, :])
        self.j = self.i
        self.k = nn.ParameterDict({"x": nn.Parameter(torch.zeros(13))})
        self.l = nn.Parameter(torch.zeros(5), False)
        self.m = torch.zeros(1000)
        self.n = nn.Parameter(torch.zeros(2, 8).reshape(4, -1))
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        return self.out(x @ self.a + self.i)


model = Net()
