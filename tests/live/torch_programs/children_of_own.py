# SPDX-License-Identifier: MIT
# example: features torch.zeros(2, 3, 16, 16)
import torch.nn as nn


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3)
        self.pool = nn.AdaptiveMaxPool2d((2, 2))
        self.flat = nn.Flatten()
        self.fc = nn.Linear(24, 10)

    def forward(self, x):
        return self.fc(self.flat(self.pool(self.conv(x))))


base = Small()
features = nn.Sequential(*list(base.children())[:-1], nn.Linear(24, 2))
for name, child in base.named_children():
    print(name, child)
