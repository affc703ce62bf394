# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 12, 12)
import torch
import torch.nn as nn


class BasicConv(nn.Module):
    def __init__(self, cin, cout, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, bias=False, **kwargs)
        self.bn = nn.BatchNorm2d(cout, eps=0.001)

    def forward(self, x):
        return torch.relu(self.bn(self.conv(x)))


class Inception(nn.Module):
    def __init__(self, cin):
        super().__init__()
        self.b1 = BasicConv(cin, 8, kernel_size=1)
        self.b2 = nn.Sequential(BasicConv(cin, 4, kernel_size=1), BasicConv(4, 8, kernel_size=3, padding=1))
        self.b3 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), BasicConv(cin, 6, kernel_size=1))

    def forward(self, x):
        return torch.cat([self.b1(x), self.b2(x), self.b3(x)], dim=1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.i1 = Inception(3)
        self.i2 = Inception(22)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(22, 4)

    def forward(self, x):
        x = self.pool(self.i2(self.i1(x)))
        return self.fc(torch.flatten(x, 1))


model = Net()
