# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 16, 16), torch.zeros(2, 5)
import torch
import torch.nn as nn


class Fusion(nn.Module):
    def __init__(self):
        super().__init__()
        self.image = nn.Sequential(nn.Conv2d(3, 4, 3, stride=2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.table = nn.Linear(5, 6)
        self.head = nn.Linear(10, 1)

    def forward(self, image, table):
        a = self.image(image)
        b = torch.relu(self.table(table))
        return self.head(torch.cat((a, b), dim=-1))


model = Fusion()
