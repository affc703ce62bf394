# SPDX-License-Identifier: MIT
from keras import Sequential, layers

size = 256
model = Sequential([layers.Input((size,))])
while size > 10:
    size //= 4
    model.add(layers.Dense(size))
    if size == 16:
        continue
    model.add(layers.Dropout(0.1))
