# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((10, 40, 40, 1)),
    layers.ConvLSTM2D(16, (3, 3), padding="same", return_sequences=True),
    layers.BatchNormalization(),
    layers.ConvLSTM2D(8, 3, strides=2),
    layers.TimeDistributed(layers.Dense(3)),
    layers.Conv2D(1, 3),
])
