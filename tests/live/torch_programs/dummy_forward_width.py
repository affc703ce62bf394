# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 32, 32)
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 16, kernel_size=5, stride=2), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, kernel_size=3), nn.ReLU(),
        )
        with torch.no_grad():
            n = self.features(torch.zeros(1, 3, 32, 32)).view(1, -1).size(1)
        self.classifier = nn.Linear(n, num_classes)

    def forward(self, x):
        x = self.features(x)
        return self.classifier(x.view(x.size(0), -1))


model = Net()
