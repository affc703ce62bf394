# SPDX-License-Identifier: MIT
# Inception with its auxiliary head: both get new layers, one runs only while training.
# example: model torch.zeros(2, 3, 299, 299)
import torch.nn as nn
from torchvision import models

model = models.inception_v3(weights=models.Inception_V3_Weights.DEFAULT)
model.AuxLogits.fc = nn.Linear(model.AuxLogits.fc.in_features, 6)
model.fc = nn.Linear(model.fc.in_features, 6)
