# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 9, 5)
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.LSTM(5, 6, 2, batch_first=True, bidirectional=True, proj_size=3)
        self.b = nn.RNN(6, 7, nonlinearity="relu", batch_first=True)
        self.c = nn.GRU(input_size=7, hidden_size=4, num_layers=2, bias=False, batch_first=True)
        self.fc = nn.Linear(4, 2)
        self.hc = nn.Linear(3, 2)

    def forward(self, x):
        x, (h, c) = self.a(x)
        x, _ = self.b(x)
        x, h2 = self.c(x)
        return self.fc(h2[-1]) + self.hc(h[0])


model = Net()
