# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((10, 4)),
    layers.Lambda(lambda t: t[:, -1, :]),
    layers.Dense(3),
])
