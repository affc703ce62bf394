# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([layers.Input(((n := 12),)), layers.Dense(n * 2), layers.Dense(half := n // 2), layers.Dense(half - 1)])
if (extra := half % 4) > 1:
    model.add(layers.Dense(extra))
