# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 16, 16)
import torch
import torch.nn as nn


class ViT(nn.Module):
    def __init__(self, image_size=16, patch=4, dim=12, classes=5):
        super().__init__()
        n = (image_size // patch) ** 2
        self.patch = nn.Conv2d(3, dim, kernel_size=patch, stride=patch)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, n + 1, dim) * 0.02)
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, classes)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        cls = self.cls_token.expand(x.shape[0], -1, -1)
        x = torch.cat([cls, x], dim=1) + self.pos
        return self.head(self.norm(x)[:, 0])


model = ViT()
