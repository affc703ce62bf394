# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 32, 32)
import torch.nn as nn

cfgs = {"A": [8, "M", 16, "M", 32, 32, "M"], "B": [8, 8, "M"]}


class VGG(nn.Module):
    def __init__(self, name, classes=10):
        super().__init__()
        self.features = self._make_layers(cfgs[name])
        self.classifier = nn.Linear(32 * 4 * 4, classes)

    def _make_layers(self, cfg):
        layers = []
        in_channels = 3
        for x in cfg:
            if x == "M":
                layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
            else:
                layers += [nn.Conv2d(in_channels, x, kernel_size=3, padding=1), nn.BatchNorm2d(x), nn.ReLU(inplace=True)]
                in_channels = x
        return nn.Sequential(*layers)

    def forward(self, x):
        out = self.features(x)
        out = out.view(out.size(0), -1)
        return self.classifier(out)


model = VGG("A")
