# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 10, dtype=torch.long)
import torch
import torch.nn as nn


class Classifier(nn.Module):
    def __init__(self, vocab=40, d_model=16, nhead=2, layers=2):
        super().__init__()
        self.embed = nn.Embedding(vocab, d_model)
        layer = nn.TransformerEncoderLayer(d_model, nhead, dim_feedforward=32, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, num_layers=layers)
        self.one = nn.TransformerEncoderLayer(d_model=d_model, nhead=nhead, batch_first=True)
        self.out = nn.Linear(d_model, 2)

    def forward(self, x):
        x = self.embed(x)
        x = self.one(self.encoder(x))
        return self.out(x.mean(dim=1))


model = Classifier()
