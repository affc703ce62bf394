# SPDX-License-Identifier: MIT
"""A module that another file fits, and one with a data module; a list of schedulers."""
import lightning as L
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


class Elsewhere(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(8, 3)

    def forward(self, x):
        return self.layer(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        return F.cross_entropy(self(x), y)  #> forward Elsewhere; loss cross_entropy

    def configure_optimizers(self):
        optimizer = torch.optim.SGD(self.parameters(), lr=0.05)
        return [optimizer], [torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10)]


class Data(L.LightningDataModule):
    def setup(self, stage):
        self.train = TensorDataset(torch.rand(100, 8), torch.randint(0, 3, (100,)))

    def train_dataloader(self):
        return DataLoader(self.train, batch_size=20, shuffle=True)


class Here(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(8, 3)

    def forward(self, x):
        return self.layer(x)

    def training_step(self, batch):
        x, y = batch
        return F.cross_entropy(self(x), y)  #> forward here; loss cross_entropy

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


here = Here()
L.Trainer(max_epochs=3).fit(here, datamodule=Data())  #> loop engine rounds:3 open; loop engine batch_size:20 shuffle:true drop_last:false open
# models here: {"learners": [["Adam", 0.001, "cross_entropy"]], "training": {"method": "Trainer.fit", "batch_size": 20, "epochs": 3, "shuffle": true}, "labels": [null, null, null], "inputs": [[null, 8], 0, 1, null], "targets": [[null], 0, 2, null]}
# models Elsewhere: {"learners": [["SGD", 0.05, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers None 48: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["here", 51, true]]}
# optimizers optimizer 23: {"kind": "SGD", "rate": 0.05, "known": true, "owners": [["Elsewhere", 10, true]]}
# schedulers None: ["CosineAnnealingLR", "optimizer", null, 10, "epoch"]
