# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

i = Input((12, 3))
parts = []
for mode in ("concat", "sum", "mul", "ave"):
    parts.append(layers.Bidirectional(layers.GRU(5, return_sequences=True), merge_mode=mode)(i))
x = layers.Concatenate()(parts)
x = layers.Bidirectional(layers.LSTM(4), backward_layer=layers.LSTM(4, go_backwards=True))(x)
model = Model(i, layers.Dense(1)(x))
