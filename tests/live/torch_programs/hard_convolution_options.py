# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4, 17, 19)
import torch.nn as nn

model = nn.Sequential(
    nn.Conv2d(4, 8, (3, 5), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2),
    nn.Conv2d(8, 8, 3, padding="same", dilation=2),
    nn.MaxPool2d(3, stride=2, ceil_mode=True),
    nn.Conv2d(8, 6, 2, padding="valid", bias=False),
    nn.AvgPool2d(2, padding=1),
    nn.ConvTranspose2d(6, 3, 3, stride=2, groups=3),
    nn.Upsample(size=(9, 9)),
    nn.PixelShuffle(1),
    nn.ReflectionPad2d((1, 2, 0, 1)),
    nn.AdaptiveAvgPool2d((None, 4)),
    nn.Flatten(2),
    nn.Linear(40, 2),
)
