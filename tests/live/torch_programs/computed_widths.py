# SPDX-License-Identifier: MIT
# example: quantised torch.zeros(2, 48)
# example: single torch.zeros(2, 29)
# example: double torch.zeros(2, 28)
# example: changed torch.zeros(2, 6)
"""Widths and depths that are computed with short arrays."""
import math

import numpy as np
import torch
import torch.nn as nn

exponents = torch.round(torch.log((torch.arange(16) * 27.89 + 48) / 48) / math.log(2.09))
widths = (torch.round(torch.divide(48 * torch.pow(2.09, exponents), 8)) * 8).int().tolist()
stages, depths = torch.unique(torch.tensor(widths), return_counts=True)
changes = [at for at, (one, other) in enumerate(zip(widths + [0], [0] + widths)) if one != other]
assert torch.diff(torch.tensor(changes)).tolist() == depths.tolist()
blocks, before = [], 48
for width, depth in zip(stages.tolist(), depths.tolist()):
    for _ in range(depth):
        blocks.append(nn.Linear(before, width))
        before = width
quantised = nn.Sequential(*blocks)

# 0.29 * 100 is 29 in 32 bits and less than that in 64
single = nn.Sequential(nn.Linear((torch.tensor([0.29]) * 100).int().tolist()[0], 3))
double = nn.Sequential(nn.Linear(int((np.array([0.29]) * 100).tolist()[0]), 3))

sizes = torch.tensor([1, 2, 3])
same = sizes
sizes += 3
same[0] = 6
changed = nn.Sequential(nn.Linear(same.tolist()[2], 4))
