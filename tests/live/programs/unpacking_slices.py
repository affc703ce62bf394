# SPDX-License-Identifier: MIT
from keras import Sequential, layers

first, *middle, last = [64, 48, 32, 16, 4]
(height, width), channels = (24, 20), 3
dims = (height, width, channels)
model = Sequential([layers.Input(dims)])
model.add(layers.Conv2D(first, 3, data_format="channels_last"))
model.add(layers.GlobalAvgPool2D())
for m in middle[:2]:
    model.add(layers.Dense(m))
model.add(layers.Dense(last))
a, b = b, a = 3, 5
model.add(layers.Dense(a))
