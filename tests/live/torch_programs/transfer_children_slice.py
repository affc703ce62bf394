# SPDX-License-Identifier: MIT
# Children of a library's model in a Sequential of one's own, a head behind them.
# example: model torch.zeros(1, 3, 96, 128)
import torch.nn as nn
from torchvision import models

backbone = models.resnet34(weights=None)
body = nn.Sequential(*list(backbone.children())[:-2])
model = nn.Sequential(body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 4))
