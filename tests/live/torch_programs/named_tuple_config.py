# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
import copy
from collections import namedtuple
from dataclasses import dataclass
from typing import NamedTuple

import torch.nn as nn

Outputs = namedtuple("Outputs", ["scores", "hidden"])
Outputs.__annotations__ = {"scores": object, "hidden": object}
Sizes = namedtuple("Sizes", "first, second", defaults=(7,))


class Stage(NamedTuple):
    width: int
    depth: int = 1


@dataclass
class Base:
    width: int
    bias: bool


class Config(Base):
    def __init__(self, width, factor=2):
        super().__init__(width * factor, factor > 1)


class Net(nn.Module):
    def __init__(self, config, stages):
        super().__init__()
        sizes = Sizes(5)
        narrow = copy.copy(config)
        narrow.width = 3
        layers = [nn.Linear(6, config.width, bias=config.bias), nn.Linear(config.width, narrow.width)]
        width = narrow.width
        for out, depth in [stage._replace(width=stage[0] + 1) for stage in stages]:
            for _ in range(depth):
                layers.append(nn.Linear(width, out))
                width = out
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(width, sizes.first)
        self.other = nn.Linear(width, sizes.second)

    def forward(self, x):
        x = self.body(x).relu()
        return Outputs(self.head(x), self.other(x))


model = Net(Config(4), [Stage(8), Stage(9, depth=2)])
