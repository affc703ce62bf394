# SPDX-License-Identifier: MIT
# The last layer of a classifier by its number, and one more behind it.
# example: model torch.zeros(1, 3, 224, 224)
import torch.nn as nn
import torchvision

model = torchvision.models.vgg16_bn(weights="DEFAULT")
for parameter in model.features.parameters():
    parameter.requires_grad = False
model.classifier[6] = nn.Sequential(nn.Linear(4096, 256), nn.ReLU(), nn.Linear(256, 3))
