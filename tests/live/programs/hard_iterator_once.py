# SPDX-License-Identifier: MIT
from keras import Sequential, layers

pairs = zip([1, 2], [3, 4])
used = list(pairs)
model = Sequential([layers.Input((6,)), layers.Dense(5)])
for a, b in pairs:
    model.add(layers.Dense(a * b))
