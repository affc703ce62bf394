# SPDX-License-Identifier: MIT
"""Steps are counted; batches come from an iterator."""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(64, 4), torch.rand(64, 1))
batches = iter(DataLoader(data, batch_size=8, shuffle=True))
model = nn.Sequential(nn.Linear(4, 1), nn.Sigmoid())
optimizer = torch.optim.RMSprop(model.parameters())
step = 0
while step < 1000:  #> loop trains
    x, y = next(batches)
    optimizer.zero_grad()  #> zero_grad optimizer
    loss = nn.functional.binary_cross_entropy(model(x), y)  #> forward model; loss binary_cross_entropy
    loss.backward()  #> backward reaches:model
    optimizer.step()  #> step optimizer
    step += 1
# models model: {"learners": [["RMSprop", 0.01, "binary_cross_entropy"]], "training": {"method": "loop", "batch_size": null, "epochs": null, "shuffle": null}, "labels": [null, null, null], "inputs": [[null, 4], 0, 1, null], "targets": [[null, 1], 0, 1, null]}
# optimizers optimizer 10: {"kind": "RMSprop", "rate": 0.01, "known": true, "owners": [["model", 9, true]]}
