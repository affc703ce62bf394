# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 1, 28, 28)
# example: both torch.zeros(2, 1, 28, 28)
from collections import OrderedDict

from torch import nn

model = nn.Sequential(OrderedDict([
    ("conv1", nn.Conv2d(1, 20, 5)),
    ("relu1", nn.ReLU()),
    ("pool", nn.MaxPool2d(2)),
    ("conv2", nn.Conv2d(20, 64, 5)),
    ("relu2", nn.ReLU()),
    ("flatten", nn.Flatten()),
    ("fc", nn.Linear(64 * 8 * 8, 10)),
]))
width = model.fc.in_features
probe = nn.Linear(width, 2)
both = nn.Sequential(model.conv1, nn.Flatten(), nn.Linear(20 * 24 * 24, 3))
