# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 9, dtype=torch.long)
import torch.nn as nn


class LM(nn.Module):
    def __init__(self, vocab=50, dim=12):
        super().__init__()
        self.embed = nn.Embedding(vocab, dim)
        self.rnn = nn.GRU(dim, dim, batch_first=True)
        self.decode = nn.Linear(dim, vocab, bias=False)
        self.decode.weight = self.embed.weight

    def forward(self, x):
        y, _ = self.rnn(self.embed(x))
        return self.decode(y)


model = LM()
