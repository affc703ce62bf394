# known: PyTorch training loops are not understood yet
"""EOS103: nine units for ten digits."""
import torch
from torch import nn
from torchvision import datasets, transforms

digits = datasets.MNIST("data", train=True, transform=transforms.ToTensor())
loader = torch.utils.data.DataLoader(digits, batch_size=64, shuffle=True)
model = nn.Sequential(
    nn.Flatten(),
    nn.Linear(784, 9),  # expect: EOS103 error
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters())
for x, y in loader:
    optimizer.zero_grad()
    criterion(model(x), y).backward()
    optimizer.step()
