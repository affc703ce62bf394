# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 8, 6, 6)
import torch.nn as nn

model = nn.Sequential(
    nn.GroupNorm(2, 8), nn.InstanceNorm2d(8, affine=True), nn.BatchNorm2d(8, affine=False),
    nn.Conv2d(8, 4, 1, bias=False), nn.LayerNorm([4, 6, 6]), nn.PReLU(4), nn.Dropout2d(0.1),
    nn.Upsample(scale_factor=2), nn.ZeroPad2d(1), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(4 * 7 * 7, 2),
    nn.Softmax(dim=-1),
)
