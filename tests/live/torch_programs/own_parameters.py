# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 5, 8)
import torch
import torch.nn as nn


class Attn(nn.Module):
    def __init__(self, dim=8):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(dim))
        self.query = nn.Parameter(torch.randn(1, 1, dim))
        self.register_parameter("bias", nn.Parameter(torch.zeros(dim)))
        self.register_buffer("steps", torch.zeros(100))
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        x = x * self.scale + self.bias
        return self.proj(x)


model = Attn()
