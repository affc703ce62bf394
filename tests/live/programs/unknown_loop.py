# SPDX-License-Identifier: MIT
import time

from keras import Sequential, layers

model = Sequential([layers.Input((10,))])
for _ in range(int(time.time()) % 2 + 1):
    model.add(layers.Dense(10))
model.add(layers.Dense(1))
