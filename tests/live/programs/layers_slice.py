# SPDX-License-Identifier: MIT
from keras import Sequential, layers

full = Sequential([layers.Input((6,)), layers.Dense(5), layers.Dense(4), layers.Dense(3)])
model = Sequential([layers.Input((6,))])
for layer in full.layers[:-1]:
    model.add(layer)
model.add(layers.Dense(2))
