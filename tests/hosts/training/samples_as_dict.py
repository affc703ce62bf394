# SPDX-License-Identifier: MIT
"""A data set of the program's own that gives dicts; labels reach the loss through keys."""
import torch
from sklearn.datasets import load_iris
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Flowers(Dataset):
    def __init__(self):
        bunch = load_iris()
        self.data = bunch.data
        self.target = bunch.target

    def __len__(self):
        return len(self.target)

    def __getitem__(self, index):
        return {
            "x": torch.tensor(self.data[index], dtype=torch.float32),
            "y": torch.tensor(self.target[index], dtype=torch.long),
        }


model = nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(5):  #> loop other rounds:5
    for batch in DataLoader(Flowers(), batch_size=15, shuffle=True):  #> loop trains batch_size:15 shuffle:true drop_last:false
        loss = nn.functional.cross_entropy(model(batch["x"]), batch["y"])  #> forward model; loss cross_entropy
        optimizer.zero_grad()  #> zero_grad optimizer
        loss.backward()  #> backward reaches:model
        optimizer.step()  #> step optimizer
# models model: {"learners": [["Adam", 0.01, "cross_entropy"]], "training": {"method": "loop", "batch_size": 15, "epochs": 5, "shuffle": true}, "labels": ["integer", 3, "Iris"], "inputs": [[null, 4], null, null, null], "targets": [[null], 0, 2, null]}
# optimizers optimizer 26: {"kind": "Adam", "rate": 0.01, "known": true, "owners": [["model", 25, true]]}
