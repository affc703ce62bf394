# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 7, 8)
import copy

import torch.nn as nn


def clones(module, n):
    return nn.ModuleList([copy.deepcopy(module) for _ in range(n)])


class Layer(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.attn = nn.MultiheadAttention(size, 2, batch_first=True)
        self.ff = nn.Linear(size, size)

    def forward(self, x):
        return self.ff(self.attn(x, x, x)[0])


class Encoder(nn.Module):
    def __init__(self, layer, n):
        super().__init__()
        self.layers = clones(layer, n)
        self.norm = nn.LayerNorm(layer.ff.out_features)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


model = Encoder(Layer(8), 3)
