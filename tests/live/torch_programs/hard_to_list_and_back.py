# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 12, 12)
import torch.nn as nn

base = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Conv2d(4, 5, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1))
layers = list(base)
layers[0] = nn.Conv2d(3, 4, 5)
layers = layers[:2] + [nn.BatchNorm2d(4)] + layers[2:]
layers.extend([nn.Flatten(), nn.Linear(5, 2)])
model = nn.Sequential(*layers)
for i, layer in enumerate(model):
    if isinstance(layer, nn.Conv2d):
        nn.init.xavier_uniform_(layer.weight)
