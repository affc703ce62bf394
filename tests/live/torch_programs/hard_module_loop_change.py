# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
import torch.nn as nn


def swap(module):
    for name, child in module.named_children():
        if isinstance(child, nn.ReLU):
            setattr(module, name, nn.GELU())
        else:
            swap(child)


model = nn.Sequential(nn.Linear(6, 6), nn.ReLU(), nn.Sequential(nn.Linear(6, 3), nn.ReLU()))
swap(model)
