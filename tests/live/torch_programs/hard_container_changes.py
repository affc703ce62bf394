# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4)
import torch.nn as nn

model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 6))
model.insert(0, nn.Linear(4, 4))
model.extend([nn.Tanh(), nn.Linear(6, 7), nn.Sigmoid()])
del model[-1]
model.pop(1)
model.insert(1, nn.Linear(4, 5, bias=False))
model.add_module("last", nn.Linear(7, 1))
model.last = nn.Linear(7, 2)
