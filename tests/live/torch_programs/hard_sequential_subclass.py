# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 8, 8)
import torch.nn as nn


class ConvBNReLU(nn.Sequential):
    def __init__(self, cin, cout, kernel=3, stride=1):
        super().__init__(
            nn.Conv2d(cin, cout, kernel, stride, (kernel - 1) // 2, bias=False),
            nn.BatchNorm2d(cout),
            nn.ReLU6(inplace=True),
        )


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(ConvBNReLU(3, 8, stride=2), ConvBNReLU(8, 16))
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        return self.head(self.features(x).mean([2, 3]))


model = Net()
