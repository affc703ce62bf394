# known: the inputs of hand-written loops are not bound to the model
"""EOS501, PyTorch: raw pixels reach the loop."""
import torch
from torch import nn
from torchvision import datasets, transforms


def raw_pixels():
    data = datasets.CIFAR10("data", train=True, transform=transforms.PILToTensor())
    model = nn.Sequential(nn.Flatten(), nn.Linear(3072, 10))
    for x, y in torch.utils.data.DataLoader(data, batch_size=64, shuffle=True):
        loss = nn.CrossEntropyLoss()(model(x.float()), y)  # expect: EOS501 warning
        loss.backward()
