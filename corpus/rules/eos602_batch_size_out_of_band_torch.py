"""EOS602, PyTorch programs that are right."""
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
