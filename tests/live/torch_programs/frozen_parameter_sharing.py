# SPDX-License-Identifier: MIT
# example: b torch.zeros(2, 5)
# example: a torch.zeros(2, 5)
# example: c torch.zeros(2, 5)
import copy

import torch.nn as nn

a = nn.Sequential(nn.Linear(5, 5), nn.ReLU(), nn.Linear(5, 2))
b = copy.deepcopy(a)
b[2] = nn.Linear(5, 3)
c = nn.Sequential(a[0], nn.Linear(5, 1))
