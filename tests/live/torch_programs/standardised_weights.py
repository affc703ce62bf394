# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 12, 12)
"""Weights that are changed before they are used, and position tables computed with plain data."""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F


class Standardised(nn.Conv2d):
    def forward(self, x):
        flat = self.weight.reshape(1, self.out_channels, -1)
        weight = F.batch_norm(flat, None, None, training=True).reshape_as(self.weight)
        return F.conv2d(x, weight, self.bias, self.stride, self.padding)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = Standardised(3, 8, 3, stride=2)
        self.table = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 8))
        self.norm = nn.LayerNorm(8)
        self.scale = nn.Parameter(torch.log(10 * torch.ones((8, 1))))
        places = torch.stack(torch.meshgrid(torch.arange(-2, 3), torch.arange(-2, 3), indexing="ij"))
        places = torch.flatten(places, 1).permute(1, 0).contiguous() / 2
        self.register_buffer("places", torch.sign(places) * torch.log2(torch.abs(places) + 1.0))

    def forward(self, x):
        x = self.conv(x).flatten(2).transpose(1, 2)
        x = x + self.table(self.places).unsqueeze(0)
        return self.norm(x * torch.clamp(self.scale, max=math.log(100.0)).exp().view(-1))


model = Net()
