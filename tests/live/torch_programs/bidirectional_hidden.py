# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 11, dtype=torch.long)
import torch
import torch.nn as nn


class BiLSTM(nn.Module):
    def __init__(self, vocab=30, emb=8, hidden=6):
        super().__init__()
        self.emb = nn.Embedding(vocab, emb)
        self.rnn = nn.LSTM(emb, hidden, num_layers=2, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(hidden * 2, 1)
        self.drop = nn.Dropout(0.3)

    def forward(self, text):
        embedded = self.drop(self.emb(text))
        output, (hidden, cell) = self.rnn(embedded)
        hidden = self.drop(torch.cat((hidden[-2, :, :], hidden[-1, :, :]), dim=1))
        return torch.sigmoid(self.fc(hidden))


model = BiLSTM()
