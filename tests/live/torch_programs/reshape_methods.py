# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4, 6, 6)
import torch
import torch.nn as nn


class Shapes(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 8, 3, padding=1)
        self.norm = nn.LayerNorm(8)
        self.mix = nn.Linear(36, 36)
        self.fc = nn.Linear(8, 3)

    def forward(self, x):
        x = self.conv(x)
        b, c, h, w = x.shape
        x = x.view(b, c, h * w)
        x = self.mix(x)
        x = x.permute(0, 2, 1)
        x = self.norm(x)
        x = x.transpose(1, 2).unsqueeze(-1).squeeze(-1)
        x = x.mean(dim=2)
        return self.fc(x)


model = Shapes()
y = model(torch.rand(2, 4, 6, 6))
