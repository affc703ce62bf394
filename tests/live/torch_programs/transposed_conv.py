# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 16)
import torch.nn as nn


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(16, 32 * 4 * 4)
        self.up1 = nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1)
        self.up2 = nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1)
        self.bn = nn.BatchNorm2d(16)

    def forward(self, z):
        x = self.fc(z).view(-1, 32, 4, 4)
        x = self.bn(self.up1(x)).relu()
        return self.up2(x).sigmoid()


model = Decoder()
