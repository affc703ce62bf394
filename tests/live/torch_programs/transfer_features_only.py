# SPDX-License-Identifier: MIT
# Only the features of a DenseNet are used, at another resolution.
# example: net torch.zeros(1, 3, 128, 128)
import torch.nn as nn
import torch.nn.functional as F
from torchvision import models


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = models.densenet121(weights=None).features
        self.fc = nn.Linear(1024, 7)

    def forward(self, x):
        x = F.relu(self.features(x))
        x = F.adaptive_avg_pool2d(x, (1, 1)).flatten(1)
        return self.fc(x)


net = Net()
