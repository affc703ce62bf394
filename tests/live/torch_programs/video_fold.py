# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 4, 3, 8, 8)
import torch
import torch.nn as nn


class Video(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Conv2d(3, 4, 3, stride=2)
        self.lstm = nn.LSTM(4 * 3 * 3, 10, batch_first=True)
        self.fc = nn.Linear(10, 2)

    def forward(self, x):
        b, t, c, h, w = x.size()
        x = x.view(b * t, c, h, w)
        x = self.cnn(x)
        x = x.view(b * t, -1)
        x = x.view(b, t, -1)
        out, _ = self.lstm(x)
        return self.fc(out[:, -1])


model = Video()
result = model(torch.zeros(2, 4, 3, 8, 8))
