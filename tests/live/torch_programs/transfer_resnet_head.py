# SPDX-License-Identifier: MIT
# A trained ResNet with a new head; everything else is frozen.
# example: model torch.zeros(1, 3, 224, 224)
import torch.nn as nn
from torchvision import models

model = models.resnet18(weights=models.ResNet18_Weights.IMAGENET1K_V1)
for parameter in model.parameters():
    parameter.requires_grad = False
model.fc = nn.Linear(model.fc.in_features, 10)
