"""EOS706, PyTorch programs."""
from torch import nn
from torch.nn import functional as F


class BuggyHead(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 16)

    def forward(self, x):
        x = F.relu(self.body(x))
        return nn.Linear(16, 2)(x)  # expect: EOS706 error


class CleanActivation(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 16)

    def forward(self, x):
        return nn.Softplus()(self.body(x))


class CleanLazy(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = None

    def forward(self, x):
        if self.fc is None:
            self.fc = nn.Linear(8, 2)
        return self.fc(x)


def clean_builder(width):
    layer = nn.Linear(8, width)
    return nn.Sequential(layer, nn.ReLU())
