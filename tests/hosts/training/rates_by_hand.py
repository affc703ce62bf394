# SPDX-License-Identifier: MIT
"""The program sets rates itself; groups are added later; a data set gets another transform."""
import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms


def adjust(optimizer, epoch):
    lr = 0.1 * 0.5 ** (epoch // 30)
    for group in optimizer.param_groups:
        group["lr"] = lr


digits = datasets.FashionMNIST("data", transform=transforms.ToTensor())
train, validation = random_split(digits, [50000, 10000])
train.dataset.transform = transforms.ToTensor()
model = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
optimizer = torch.optim.SGD(model.parameters(), lr=5)
print(optimizer.param_groups[0]["lr"])
for epoch in range(400):  #> loop other rounds:400
    adjust(optimizer, epoch)
    for x, y in DataLoader(train, batch_size=64, shuffle=True):  #> loop trains batch_size:64 shuffle:true drop_last:false
        optimizer.zero_grad()  #> zero_grad optimizer
        nn.functional.cross_entropy(model(x), y).backward()  #> forward model; loss cross_entropy; backward reaches:model,?
        optimizer.step()  #> step optimizer
second = torch.optim.SGD(model[1].parameters(), lr=0.01)
second.add_param_group({"params": model[0].parameters()})
# models model: {"learners": [["SGD", null, "cross_entropy"], ["SGD", null, null]], "training": {"method": "loop", "batch_size": 64, "epochs": 400, "shuffle": true}, "labels": [null, null, null], "inputs": null, "targets": null}
# optimizers optimizer 19: {"kind": "SGD", "rate": null, "known": true, "owners": [["model", 18, true]]}
# optimizers second 27: {"kind": "SGD", "rate": null, "known": false, "owners": [["model", 18, false]]}
