# SPDX-License-Identifier: MIT
"""Gradients of four batches, mixed precision, clipping, one cycle of the rate per batch."""
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset
from tqdm import tqdm


class Points(Dataset):
    def __init__(self, n):
        self.x = torch.randn(n, 8)
        self.y = torch.randint(0, 3, (n,))

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 3))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(
    [{"params": model[0].parameters()}, {"params": model[2].parameters(), "lr": 0.001}], lr=0.01
)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=1000)
loader = DataLoader(Points(100), batch_size=16, shuffle=True, drop_last=True)
scaler = torch.cuda.amp.GradScaler()
for epoch in range(20):  #> loop other rounds:20
    for i, (x, y) in enumerate(tqdm(loader)):  #> loop trains batch_size:16 shuffle:true drop_last:true
        with torch.autocast("cuda"):
            loss = criterion(model(x), y) / 4  #> forward model; loss CrossEntropyLoss
        scaler.scale(loss).backward()  #> backward reaches:model
        if (i + 1) % 4 == 0:
            scaler.unscale_(optimizer)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)  #> clip maybe
            scaler.step(optimizer)  #> step optimizer by:scaler.step maybe
            scaler.update()
            scheduler.step()  #> scheduler_step scheduler maybe
            optimizer.zero_grad(set_to_none=True)  #> zero_grad optimizer maybe
# models model: {"learners": [["SGD", 0.1, "CrossEntropyLoss"]], "training": {"method": "loop", "batch_size": 16, "epochs": 20, "shuffle": true}, "labels": [null, null, null], "inputs": [[null, 8], null, null, null], "targets": [[null], 0, 2, null]}
# optimizers optimizer 23: {"kind": "SGD", "rate": "0.01 or 0.001", "known": true, "owners": [["model", 21, false], ["model", 21, false]]}
# schedulers scheduler: ["OneCycleLR", "optimizer", "step", 1000, null]
