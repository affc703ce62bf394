# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6, 4)
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.ModuleList([nn.Linear(4, 4) for _ in range(12)])
        self.g = nn.Linear(8, 4)

    def forward(self, x):
        b, t, c = x.shape
        a = self.f[0](x.view(b * t, c))
        a = self.f[1](a.view(b, -1, c))
        a = self.f[2](a[:, 1:3])
        a = self.f[3](a[..., None, :])
        a = self.f[4](torch.cat([a, a], dim=0))
        a = self.f[5](a.flatten(0, 1))
        y = self.f[6](x.transpose(0, 1))
        y = self.f[7](y[2])
        z = self.f[8](torch.stack([y, y], dim=1))
        z = self.f[9](z.sum(dim=1, keepdim=True) + x[:, 0])
        u = self.g(x.reshape(x.size(0), -1, 8))
        v, w = u.chunk(2, dim=-1)
        v = self.f[10](torch.cat((v, w), -1))
        p = self.f[11](x.view(-1, 2, 4).mean(dim=1))
        return a.mean() + z.mean() + v.max(dim=1)[0].mean() + p.mean()


model = Net()
