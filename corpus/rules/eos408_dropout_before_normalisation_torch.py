"""EOS408: dropout in front of batch normalisation (profile strict)."""
import torch
from torch import nn


def dropout_first():
    return nn.Sequential(
        nn.Linear(8, 16),
        nn.ReLU(),
        nn.Dropout(0.5),  # expect[strict]: EOS408
        nn.BatchNorm1d(16),
        nn.Linear(16, 2),
    )


def clean_norm_first():
    return nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.BatchNorm1d(16), nn.Dropout(0.5), nn.Linear(16, 2))


class CleanWeightsBetween(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)
        self.hidden = nn.Linear(8, 16)
        self.norm = nn.BatchNorm1d(16)
        self.head = nn.Linear(16, 2)

    def forward(self, x):
        return self.head(torch.relu(self.norm(self.hidden(self.drop(x)))))
