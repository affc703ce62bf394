# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 32)
import torch.nn as nn

sizes = [32, 64, 64, 16]
model = nn.Sequential()
for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
    model.add_module(f"linear{i}", nn.Linear(a, b))
    model.append(nn.Tanh())
model.append(nn.Linear(sizes[-1], 1))
