# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 8)
from functools import partial

import torch.nn as nn


def make_factory(norm):
    def block(width):
        return nn.Sequential(nn.Linear(width, width), norm(width), nn.SiLU())
    return block


block = make_factory(partial(nn.LayerNorm, eps=1e-6))
linear = partial(nn.Linear, 8, bias=False)
model = nn.Sequential(block(8), block(8), linear(2))
