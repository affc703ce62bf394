# SPDX-License-Identifier: MIT
"""Resized pictures of folders; a backbone's head is the only part that is trained."""
import torch
import torchvision
from torch import nn
from torchvision import transforms

steps = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
        transforms.Normalize([0.5, 0.5, 0.5], [0.25, 0.25, 0.25]),
    ]
)
folder = torchvision.datasets.ImageFolder("flowers/train", steps)
loader = torch.utils.data.DataLoader(folder, batch_size=32, shuffle=True, num_workers=4)
model = nn.Sequential(
    nn.Conv2d(3, 8, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5)
)
for parameter in model[0].parameters():
    parameter.requires_grad = False
optimizer = torch.optim.SGD(model[4].parameters(), lr=0.001, momentum=0.9)
for inputs, labels in loader:  #> loop trains batch_size:32 shuffle:true drop_last:false
    optimizer.zero_grad()  #> zero_grad optimizer
    loss = nn.functional.cross_entropy(model(inputs), labels)  #> forward model; loss cross_entropy
    loss.backward()  #> backward reaches:model
    optimizer.step()  #> step optimizer
# models model: {"learners": [["SGD", 0.001, "cross_entropy"]], "training": {"method": "loop", "batch_size": 32, "epochs": null, "shuffle": true}, "labels": ["integer", null, "flowers/train"], "inputs": [[null, 3, 224, 224], -2, 2, "Normalize"], "targets": [[null], 0, null, null]}
# optimizers optimizer 24: {"kind": "SGD", "rate": 0.001, "known": true, "owners": [["model", 20, false]]}
