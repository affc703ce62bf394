# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 24, 24)
import torch.nn as nn


def conv_bn(inp, oup, stride=1, kernel=3, act=nn.ReLU6):
    return nn.Sequential(nn.Conv2d(inp, oup, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(oup), act(inplace=True))


def conv_dw(inp, oup, stride):
    return nn.Sequential(
        nn.Conv2d(inp, inp, 3, stride, 1, groups=inp, bias=False), nn.BatchNorm2d(inp), nn.ReLU(inplace=True),
        nn.Conv2d(inp, oup, 1, 1, 0, bias=False), nn.BatchNorm2d(oup), nn.ReLU(inplace=True))


class MobileNet(nn.Module):
    def __init__(self, n_class=10):
        super().__init__()
        self.model = nn.Sequential(conv_bn(3, 8, 2), conv_dw(8, 16, 1), conv_dw(16, 32, 2), nn.AdaptiveAvgPool2d(1))
        self.fc = nn.Linear(32, n_class)

    def forward(self, x):
        x = self.model(x)
        x = x.view(-1, 32)
        return self.fc(x)


model = MobileNet(n_class=4)
