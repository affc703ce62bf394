# known: PyTorch modules are not understood yet
"""EOS201: two linear layers in a row."""
from torch import nn

model = nn.Sequential(
    nn.Linear(8, 64),  # expect: EOS201 warning
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 10),
)
