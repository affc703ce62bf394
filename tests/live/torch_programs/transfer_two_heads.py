# SPDX-License-Identifier: MIT
# One trained body, two heads, and a stem for images of one channel.
# example: net torch.zeros(1, 1, 64, 64)
import torch.nn as nn
from torchvision import models


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = models.resnet50(weights="IMAGENET1K_V2")
        self.body.conv1 = nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
        width = self.body.fc.in_features
        self.body.fc = nn.Identity()
        self.age = nn.Linear(width, 1)
        self.sex = nn.Linear(width, 2)

    def forward(self, x):
        x = self.body(x)
        return self.age(x), self.sex(x)


net = TwoHeads()
