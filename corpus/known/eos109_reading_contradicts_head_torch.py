# known: what is done with the result of a network outside of it is not recorded
"""EOS109, PyTorch: argmax over the only column."""
from torch import nn


def argmax_of_one_column(x):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 1))
    return model(x).argmax(dim=1)  # expect: EOS109 error
