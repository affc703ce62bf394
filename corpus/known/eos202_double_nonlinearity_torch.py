# known: PyTorch modules are not understood yet
"""EOS202: relu twice."""
from torch import nn

model = nn.Sequential(
    nn.Linear(8, 64),
    nn.ReLU(),
    nn.ReLU(),  # expect: EOS202 warning
    nn.Linear(64, 10),
)
