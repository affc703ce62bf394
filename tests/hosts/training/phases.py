# SPDX-License-Identifier: MIT
"""One loop for training and validation; the phase decides."""
import torch
from torch import nn


def run(loaders):
    model = nn.Sequential(nn.Linear(4, 8), nn.Dropout(), nn.Linear(8, 2))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(10):  #> loop other rounds:10
        for phase in ["train", "val"]:  #> loop other rounds:2
            if phase == "train":
                model.train()  #> train model maybe
            else:
                model.eval()  #> eval model maybe
            for x, y in loaders[phase]:  #> loop trains
                optimizer.zero_grad()  #> zero_grad optimizer
                with torch.set_grad_enabled(phase == "train"):
                    loss = criterion(model(x), y)  #> forward model mode:train,? grad?; loss CrossEntropyLoss grad?
                    if phase == "train":
                        loss.backward()  #> backward reaches:model,? maybe
                        optimizer.step()  #> step optimizer maybe
# models model: {"learners": [["SGD", 0.01, "CrossEntropyLoss"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 10: {"kind": "SGD", "rate": 0.01, "known": true, "owners": [["model", 8, true]]}
