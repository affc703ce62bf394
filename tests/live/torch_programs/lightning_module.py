# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 1, 28, 28)
import torch
import torch.nn as nn
import torch.nn.functional as F

try:
    import pytorch_lightning as pl
except ImportError:
    class pl:
        LightningModule = nn.Module


class LitClassifier(pl.LightningModule):
    def __init__(self, hidden_dim=32, learning_rate=1e-3):
        super().__init__()
        self.learning_rate = learning_rate
        self.l1 = nn.Linear(28 * 28, hidden_dim)
        self.l2 = nn.Linear(hidden_dim, 10)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = torch.relu(self.l1(x))
        return self.l2(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.cross_entropy(self(x), y)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.learning_rate)


model = LitClassifier()
