"""EOS704, PyTorch programs."""
import torch
from torch import nn
from torch.nn import functional as F


class BuggyList(nn.Module):
    def __init__(self, depth=3):
        super().__init__()
        self.layers = [nn.Linear(8, 8) for _ in range(depth)]  # expect: EOS704 error
        self.out = nn.Linear(8, 2)

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return self.out(x)


def buggy_list():
    model = BuggyList()
    return torch.optim.Adam(model.parameters(), lr=0.001)


class BuggyDict(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(8, 8)
        self.heads = {"age": nn.Linear(8, 1), "kind": nn.Linear(8, 4)}  # expect: EOS704 warning

    def forward(self, x, task):
        return self.heads[task](F.relu(self.body(x)))


class CleanModuleList(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(8, 8), nn.Linear(8, 8)])

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer(x))
        return x


class CleanWrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = [nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2)]
        self.net = nn.Sequential(*self.blocks)

    def forward(self, x):
        return self.net(x)


class CleanFunctions(nn.Module):
    def __init__(self):
        super().__init__()
        self.activations = [F.relu, torch.tanh, nn.ReLU()]
        self.losses = [nn.MSELoss(), nn.L1Loss()]
        self.fc = nn.Linear(8, 8)

    def forward(self, x):
        for activation in self.activations:
            x = activation(self.fc(x))
        return x


class CleanHidden(nn.Module):
    """One module in a list alone is kept from being registered on purpose."""

    def __init__(self):
        super().__init__()
        self.teacher = [nn.Linear(8, 8)]
        self.student = nn.Linear(8, 8)

    def forward(self, x):
        with torch.no_grad():
            wanted = self.teacher[0](x)
        return self.student(x), wanted
