# SPDX-License-Identifier: MIT
# A ConvNeXt head replaced inside of its classifier, one stage taken out.
# example: model torch.zeros(1, 3, 64, 64)
import torch.nn as nn
from torchvision.models import ConvNeXt_Tiny_Weights, convnext_tiny

model = convnext_tiny(weights=ConvNeXt_Tiny_Weights.DEFAULT)
model.classifier[2] = nn.Linear(model.classifier[2].in_features, 20)
model.features[7] = nn.Identity()
