# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 8, 16, 16)
import torch.nn as nn


class C3D(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv3d(3, 8, kernel_size=(3, 3, 3), padding=(1, 1, 1)), nn.BatchNorm3d(8), nn.ReLU(),
            nn.MaxPool3d((1, 2, 2)), nn.Conv3d(8, 16, 3, padding=1, groups=4), nn.ReLU(),
            nn.AdaptiveAvgPool3d(1), nn.Flatten())
        self.fc = nn.Linear(16, 5)

    def forward(self, x):
        return self.fc(self.net(x))


model = C3D()
