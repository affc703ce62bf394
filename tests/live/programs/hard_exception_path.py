# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([layers.Input((6,))])
try:
    model.add(layers.Dense(5))
    sizes = {"a": 1}
    model.add(layers.Dense(sizes["b"]))
    model.add(layers.Dense(4))
except KeyError:
    model.add(layers.Dense(3))
