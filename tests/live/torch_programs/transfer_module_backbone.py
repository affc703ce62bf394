# SPDX-License-Identifier: MIT
# The backbone is an attribute of a module, without its head.
# example: net torch.zeros(2, 3, 64, 64)
import torch.nn as nn
from torchvision import models


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.backbone = models.mobilenet_v2(weights=models.MobileNet_V2_Weights.DEFAULT)
        width = self.backbone.classifier[1].in_features
        self.backbone.classifier = nn.Identity()
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(width, classes))

    def forward(self, x):
        return self.head(self.backbone(x))


net = Net(12)
