"""EOS802, PyTorch programs."""
import torch
from torch import nn
from torch.nn import functional as F


class BuggyMixedSamples(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.pool = nn.AdaptiveMaxPool2d(6)
        self.fc = nn.Linear(16 * 5 * 5, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv2(F.relu(self.conv1(x)))))
        x = x.view(-1, 16 * 5 * 5)  # expect: EOS802 error
        return self.fc(x)


class BuggyFoldedBatch(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.pool = nn.AdaptiveAvgPool2d(10)
        self.fc = nn.Linear(16 * 5 * 5, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv(x)))
        x = torch.reshape(x, (-1, 16 * 5 * 5))  # expect: EOS802 error
        return self.fc(x)


class BuggyWrongCount(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv(x)))
        x = x.view(x.size(0), 128)  # expect: EOS802 error
        return self.fc(x)


class CleanOpenColumns(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.fc = nn.Linear(256, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv(x)))
        return self.fc(x.view(x.size(0), -1))


class CleanOpenRows(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, 3)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.fc = nn.Linear(256, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv(x)))
        return self.fc(x.view(-1, 256))


class CleanHeadsAndBack(nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = nn.Linear(64, 64)

    def forward(self, x):
        batch, steps, width = x.shape
        x = self.proj(x).view(batch, steps, 8, 8)
        rows = x.reshape(-1, 8)
        return rows.view(-1, steps, width)


class CleanFramesFoldedOnPurpose(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.out = nn.Linear(32, 5)

    def forward(self, clips):
        batch, frames, c, h, w = clips.shape
        x = self.pool(self.conv(clips.view(batch * frames, c, h, w)))
        return self.out(x.view(-1, 32))


class CleanRowsOfAMap(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(4)
        self.out = nn.Linear(4, 5)

    def forward(self, x):
        return self.out(self.pool(self.conv(x)).view(-1, 4))
