# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 8, 8)
import torch.nn as nn


class Conv(nn.Module):
    def __init__(self, cin, cout, norm=None, act="relu", down=False):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, 3, padding=1, bias=norm is None)
        self.norm = nn.BatchNorm2d(cout) if norm == "batch" else nn.GroupNorm(2, cout) if norm == "group" else None
        self.act = {"relu": nn.ReLU(), "silu": nn.SiLU()}[act]
        self.pool = nn.MaxPool2d(2) if down else nn.Identity()

    def forward(self, x):
        x = self.conv(x)
        if self.norm is not None:
            x = self.norm(x)
        return self.pool(self.act(x))


model = nn.Sequential(Conv(3, 4, "batch", down=True), Conv(4, 8, "group", act="silu"), Conv(8, 2))
