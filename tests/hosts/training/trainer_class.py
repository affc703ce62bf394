# SPDX-License-Identifier: MIT
"""The loop is a method; gradients are cleared one by one; evaluation leaves the mode behind."""
import torch
from torch import nn


class Trainer:
    def __init__(self, model, loader):
        self.model = model
        self.loader = loader
        self.optimizer = torch.optim.AdamW(self.model.parameters(), lr=1e-4)
        self.criterion = nn.CrossEntropyLoss()

    def fit(self, epochs=3):
        for epoch in range(epochs):  #> loop other rounds:3
            for x, y in self.loader:  #> loop trains
                for p in self.model.parameters():  #> loop other
                    p.grad = None  #> zero_grad net by:grad=None
                loss = self.criterion(self.model(x), y)  #> forward net mode:initial,eval; loss CrossEntropyLoss
                loss.backward()  #> backward reaches:net,?
                self.optimizer.step()  #> step optimizer
            self.evaluate()

    def evaluate(self):
        self.model.eval()  #> eval net
        for x, y in self.loader:  #> loop evaluates
            self.model(x)  #> forward net mode:eval


def main(loader):
    net = nn.Sequential(nn.Linear(4, 8), nn.Dropout(0.5), nn.Linear(8, 2))
    Trainer(net, loader).fit()
# models net: {"learners": [["AdamW", 0.0001, "CrossEntropyLoss"]], "training": {"method": "loop", "batch_size": null, "epochs": 3, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 11: {"kind": "AdamW", "rate": 0.0001, "known": true, "owners": [["net", 31, true]]}
