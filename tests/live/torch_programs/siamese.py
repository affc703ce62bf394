# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 1, 20, 20), torch.zeros(2, 1, 20, 20)
import torch
import torch.nn as nn
import torch.nn.functional as F


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Sequential(nn.Conv2d(1, 4, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten())
        self.fc = nn.Linear(4 * 8 * 8, 16)
        self.out = nn.Linear(16, 1)

    def forward_once(self, x):
        return self.fc(self.cnn(x))

    def forward(self, x1, x2):
        a = self.forward_once(x1)
        b = self.forward_once(x2)
        return torch.sigmoid(self.out(torch.abs(a - b)))


model = Siamese()
