# SPDX-License-Identifier: MIT
"""Trainer.fit runs the loop; configure_optimizers says how often the rate changes."""
import pytorch_lightning as pl
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class LitNet(pl.LightningModule):
    def __init__(self, hidden=64, lr=1e-3):
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))
        self.loss = nn.CrossEntropyLoss()

    def forward(self, x):
        return self.net(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        loss = self.loss(self(x), y)  #> forward model; loss CrossEntropyLoss
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_loss", self.loss(self(x), y))  #> forward model no_grad; loss CrossEntropyLoss no_grad

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=100)
        return {"optimizer": optimizer, "lr_scheduler": {"scheduler": scheduler, "interval": "step"}}


digits = datasets.MNIST("data", transform=transforms.ToTensor())
others = datasets.MNIST("data", train=False, transform=transforms.ToTensor())
model = LitNet()
trainer = pl.Trainer(max_epochs=5, accelerator="gpu")
trainer.fit(model, DataLoader(digits, batch_size=128, shuffle=True), DataLoader(others, batch_size=256))  #> loop engine rounds:5 open; loop engine batch_size:128 shuffle:true drop_last:false open; loop engine rounds:5 open; loop engine batch_size:256 shuffle:false drop_last:false open
# models model: {"learners": [["Adam", 0.001, "CrossEntropyLoss"]], "training": {"method": "Trainer.fit", "batch_size": 128, "epochs": 5, "shuffle": true}, "labels": ["integer", 10, "MNIST"], "inputs": [[null, 1, 28, 28], 0, 1, "ToTensor"], "targets": [[null], 0, 9, null]}
# optimizers optimizer 31: {"kind": "Adam", "rate": 0.001, "known": true, "owners": [["model", 38, true]]}
# schedulers scheduler: ["StepLR", "optimizer", null, 100, "step"]
