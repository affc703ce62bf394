# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((12, 6)),
    layers.GRU(8, return_sequences=True, reset_after=False),
    layers.GRU(8, return_sequences=True, use_bias=False),
    layers.SimpleRNN(5, return_sequences=True, go_backwards=True),
    layers.LSTM(7, unit_forget_bias=True, recurrent_dropout=0.2),
    layers.Dense(1),
])
