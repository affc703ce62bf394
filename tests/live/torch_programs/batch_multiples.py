# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 3, 8, 8)
# example: projected torch.zeros(2, 5, 8)
"""Rows that are multiples of the batch, tensors made beside others, lists that grow by +=."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Drop(nn.Module):
    def forward(self, x):
        kept = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(0.5)
        return x * kept


class Windows(nn.Module):
    def __init__(self):
        super().__init__()
        self.inside = nn.Linear(3, 3)
        self.after = nn.LayerNorm(3)
        self.deep = nn.Linear(12, 4)
        self.drop = Drop()
        self.more = nn.ModuleList()
        for _ in range(2):
            self.more += [nn.Linear(4, 4), nn.ReLU()]

    def forward(self, x):
        x = F.pad(x.permute(0, 2, 3, 1), (0, 0, 0, 0, 0, 0))
        B, H, W, C = x.shape
        windows = x.view(B, H // 4, 4, W // 4, 4, C).permute(0, 1, 3, 2, 4, 5).contiguous().view(-1, 4, 4, C)
        windows = self.inside(windows.view(-1, 16, C))
        back = windows.view(-1, H // 4, W // 4, 4, 4, C).permute(0, 1, 3, 2, 4, 5).contiguous().view(-1, H, W, C)
        x = self.after((x + self.drop(torch.roll(back, 1, 1))).reshape(B, -1, C))
        x = self.deep(x.reshape(B * 4, 16, -1).reshape(B, 16, -1))
        for layer in self.more:
            x = layer(x)
        return x


class Projected(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(8, 6, proj_size=4, batch_first=True)
        self.of_hidden = nn.Linear(4, 2)
        self.of_cell = nn.Linear(6, 2)
        self.drop = nn.Dropout(0.1)

    def forward(self, x):
        _, (hidden, cell) = self.rnn(x)
        return self.of_hidden(self.drop(hidden[-1])) + self.of_cell(cell[-1])


model, projected = Windows(), Projected()
