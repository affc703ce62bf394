# SPDX-License-Identifier: MIT
import math

from keras import Sequential, layers

window, horizon = 48, 12
base = 2**3
model = Sequential()
model.add(layers.Input((window, 1)))
model.add(layers.Conv1D(base, min(5, window), dilation_rate=2, padding="causal"))
model.add(layers.Conv1D(base * 2, kernel_size=int(window / 16)))
model.add(layers.AveragePooling1D(pool_size=window // horizon))
model.add(layers.Flatten())
model.add(layers.Dense(int(round(base * 1.5))))
model.add(layers.Dense(int(math.sqrt(64)) + abs(-3)))
model.add(layers.Dense(sum([1, 2, 3]) - divmod(7, 4)[1]))
