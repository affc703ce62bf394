# SPDX-License-Identifier: MIT
# example: encoder torch.zeros(2, 3, 16, 16)
# example: whole torch.zeros(2, 3, 16, 16)
# example: headless torch.zeros(2, 3, 16, 16)
import torch.nn as nn

whole = nn.Sequential(
    nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(),
    nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
    nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 4),
)
encoder = nn.Sequential(*whole[:6], nn.Conv2d(16, 2, 1))
headless = nn.Sequential(*list(whole.children())[:-1])
last = whole[-1]
new_head = nn.Linear(last.in_features, 7)
