# SPDX-License-Identifier: MIT
"""Loops that other libraries run, and manual optimisation within one of them."""
import pytorch_lightning as pl
import torch
from torch import nn
from transformers import Trainer, TrainingArguments


class Manual(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.automatic_optimization = False
        self.layer = nn.Linear(8, 3)

    def forward(self, x):
        return self.layer(x)

    def training_step(self, batch, batch_idx):
        x, y = batch
        opt = self.optimizers()
        opt.zero_grad()  #> zero_grad opt
        loss = nn.functional.cross_entropy(self(x), y)  #> forward Manual; loss cross_entropy
        self.manual_backward(loss)  #> backward by:manual_backward reaches:Manual,?
        opt.step()  #> step opt


def tune(dataset):
    model = nn.Sequential(nn.Linear(4, 2))
    arguments = TrainingArguments(output_dir="out", num_train_epochs=3)
    Trainer(model=model, args=arguments, train_dataset=dataset).train()  #> unseen by:transformers.Trainer
# models Manual: {"learners": [[null, null, "cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# models model: {"learners": []}
