# SPDX-License-Identifier: MIT
# example: a torch.zeros(2, 1, 84, 84)
# example: b torch.zeros(2, 4, 84, 84)
import numpy as np
import torch
import torch.nn as nn


class A(nn.Module):
    def __init__(self, shape=(1, 84, 84)):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(shape[0], 32, 8, stride=4), nn.ReLU(), nn.Conv2d(32, 64, 4, stride=2))
        self.fc = nn.Linear(self._flat(shape), 512)

    def _flat(self, shape):
        return self.conv(torch.zeros(1, *shape)).numel()

    def forward(self, x):
        return self.fc(self.conv(x).flatten(1))


class DQN(nn.Module):
    def __init__(self, input_shape, n_actions):
        super(DQN, self).__init__()
        self.conv = nn.Sequential(
            nn.Conv2d(input_shape[0], 32, kernel_size=8, stride=4), nn.ReLU(),
            nn.Conv2d(32, 64, kernel_size=4, stride=2), nn.ReLU(),
            nn.Conv2d(64, 64, kernel_size=3, stride=1), nn.ReLU(),
        )
        conv_out_size = self._get_conv_out(input_shape)
        self.fc = nn.Sequential(nn.Linear(conv_out_size, 512), nn.ReLU(), nn.Linear(512, n_actions))

    def _get_conv_out(self, shape):
        o = self.conv(torch.zeros(1, *shape))
        return int(np.prod(o.size()))

    def forward(self, x):
        conv_out = self.conv(x).view(x.size()[0], -1)
        return self.fc(conv_out)


a = A()
b = DQN((4, 84, 84), 6)
