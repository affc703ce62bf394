# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 20)
import torch.nn as nn

model = nn.Sequential(nn.Linear(20, 30), nn.ReLU(), nn.Linear(30, 10))
model[-1] = nn.Linear(model[-1].in_features, 3)
model[1] = nn.GELU()
