# SPDX-License-Identifier: MIT
"""The usual example: helper functions for training and test, options, data sets with transforms."""
import argparse

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.optim.lr_scheduler import StepLR
from torchvision import datasets, transforms


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 32, 3, 1)
        self.dropout = nn.Dropout(0.25)
        self.fc = nn.Linear(26 * 26 * 32, 10)

    def forward(self, x):
        x = self.dropout(F.relu(self.conv(x)))
        return F.log_softmax(self.fc(torch.flatten(x, 1)), dim=1)


def train(args, model, device, loader, optimizer, epoch):
    model.train()  #> train model
    for batch, (data, target) in enumerate(loader):  #> loop trains batch_size:64 drop_last:false
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()  #> zero_grad optimizer
        output = model(data)  #> forward model mode:train
        loss = F.nll_loss(output, target)  #> loss nll_loss
        loss.backward()  #> backward reaches:model
        optimizer.step()  #> step optimizer
        if batch % args.log_interval == 0:
            print(epoch, batch * len(data), len(loader.dataset), loss.item())


def test(model, device, loader):
    model.eval()  #> eval model
    total, correct = 0, 0
    with torch.no_grad():
        for data, target in loader:  #> loop evaluates batch_size:1000 shuffle:false drop_last:false
            data, target = data.to(device), target.to(device)
            output = model(data)  #> forward model mode:eval no_grad
            total += F.nll_loss(output, target, reduction="sum").item()  #> loss nll_loss no_grad
            best = output.argmax(dim=1, keepdim=True)
            correct += best.eq(target.view_as(best)).sum().item()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--lr", type=float, default=1.0)
    parser.add_argument("--log-interval", type=int, default=10)
    args = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    options = {"batch_size": 64}
    if torch.cuda.is_available():
        options.update({"num_workers": 1, "pin_memory": True, "shuffle": True})
    transform = transforms.Compose(
        [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    )
    digits = datasets.MNIST("data", train=True, download=True, transform=transform)
    others = datasets.MNIST("data", train=False, transform=transform)
    loader = torch.utils.data.DataLoader(digits, **options)
    test_loader = torch.utils.data.DataLoader(others, batch_size=1000)
    model = Net().to(device)  #> move model
    optimizer = optim.Adadelta(model.parameters(), lr=args.lr)
    scheduler = StepLR(optimizer, step_size=1, gamma=0.7)
    for epoch in range(1, args.epochs + 1):  #> loop other rounds:14
        train(args, model, device, loader, optimizer, epoch)
        test(model, device, test_loader)
        scheduler.step()  #> scheduler_step scheduler


if __name__ == "__main__":
    main()
# models model: {"learners": [["Adadelta", 1, "nll_loss"]], "training": {"method": "loop", "batch_size": 64, "epochs": 14, "shuffle": null}, "labels": ["integer", 10, "MNIST"], "inputs": [[null, 1, 28, 28], -1, 1, "Normalize"], "targets": [[null], 0, 9, null]}
# optimizers optimizer 67: {"kind": "Adadelta", "rate": 1, "known": true, "owners": [["model", 66, true]]}
# schedulers scheduler: ["StepLR", "optimizer", null, 1, null]
