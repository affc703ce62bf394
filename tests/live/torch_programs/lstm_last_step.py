# SPDX-License-Identifier: MIT
# example: model torch.zeros(2, 15, 5)
import torch.nn as nn


class LSTMClassifier(nn.Module):
    def __init__(self, input_size=5, hidden_size=20, num_layers=2, classes=3):
        super().__init__()
        self.lstm = nn.LSTM(input_size, hidden_size, num_layers, batch_first=True, dropout=0.1)
        self.fc = nn.Linear(hidden_size, classes)

    def forward(self, x):
        out, (h, c) = self.lstm(x)
        return self.fc(out[:, -1, :])


model = LSTMClassifier()
