"""EOS602, PyTorch programs."""
import torch
from torch import nn
from torch.nn import functional as F


def clean_usual_batch(dataset):
    return torch.utils.data.DataLoader(dataset, batch_size=64, shuffle=True)


def clean_evaluation_batch(dataset, model):
    loader = torch.utils.data.DataLoader(dataset, batch_size=1)
    model.eval()
    with torch.no_grad():
        return [F.relu(model(x)) for x in loader]


def batch_of_two(dataset):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    loader = torch.utils.data.DataLoader(dataset, batch_size=2, shuffle=True)
    for x, y in loader:  # expect[theia]: EOS602
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def clean_training_batch(dataset):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in torch.utils.data.DataLoader(dataset, batch_size=64, shuffle=True):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()


def clean_batches_of_a_sampler(dataset, sampler):
    model = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 10))
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    for x, y in torch.utils.data.DataLoader(dataset, batch_sampler=sampler):
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
