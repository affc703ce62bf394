# SPDX-License-Identifier: MIT
from keras import Input, Model, Sequential, layers

cnn = Sequential([
    layers.Input((32, 32, 3)),
    layers.Conv2D(8, 3, activation="relu"),
    layers.GlobalAveragePooling2D(),
])
video = Input((10, 32, 32, 3))
x = layers.TimeDistributed(cnn)(video)
x = layers.LSTM(16)(x)
model = Model(video, layers.Dense(4)(x))
