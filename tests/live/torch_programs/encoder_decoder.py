# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 5, dtype=torch.long)
import torch.nn as nn


class Encoder(nn.Module):
    def __init__(self, vocab, dim):
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim)
        self.rnn = nn.GRU(dim, dim, batch_first=True)

    def forward(self, x):
        outputs, hidden = self.rnn(self.embedding(x))
        return hidden


class Decoder(nn.Module):
    def __init__(self, dim, vocab):
        super().__init__()
        self.embedding = nn.Embedding(vocab, dim)
        self.rnn = nn.GRU(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, vocab)

    def forward(self, y, hidden):
        y, hidden = self.rnn(self.embedding(y), hidden)
        return self.out(y)


class Seq2Seq(nn.Module):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def forward(self, src):
        hidden = self.encoder(src)
        return self.decoder(src, hidden)


encoder = Encoder(15, 6)
decoder = Decoder(6, 15)
model = Seq2Seq(encoder, decoder)
