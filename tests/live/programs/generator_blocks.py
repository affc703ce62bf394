# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def blocks(widths):
    for w in widths:
        yield layers.Dense(w)
        yield layers.LayerNormalization()


model = Sequential([layers.Input((10,)), *blocks([8, 6])])
model.add(layers.Dense(1))
