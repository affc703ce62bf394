# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 6)
from abc import abstractmethod

import torch.nn as nn


class Template(nn.Module):
    width = 6

    def __init__(self):
        super().__init__()
        self.body = self.build_body()
        self.head = nn.Linear(self.width, 1)

    @abstractmethod
    def build_body(self):
        raise NotImplementedError

    def forward(self, x):
        return self.head(self.body(x))


class Wide(Template):
    width = 24

    def build_body(self):
        return nn.Sequential(nn.Linear(6, 24), nn.ELU())


model = Wide()
