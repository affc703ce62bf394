# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 16)
import torch.nn as nn


class Deep(nn.Module):
    def __init__(self, width=16, depth=4):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(width, width) for _ in range(depth)])
        self.norms = nn.ModuleList()
        for _ in range(depth):
            self.norms.append(nn.LayerNorm(width))
        self.acts = nn.ModuleList()
        self.acts.extend([nn.ReLU(), nn.Tanh()])
        self.out = nn.Linear(width, 2)

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = self.norms[i](layer(x))
            x = self.acts[i % 2](x)
        for norm in self.norms[:2]:
            x = norm(x)
        return self.out(x)


model = Deep()
