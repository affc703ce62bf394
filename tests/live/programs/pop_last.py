# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential()
model.add(layers.Input((10,)))
model.add(layers.Dense(5))
model.add(layers.Dense(1000, activation="softmax"))
model.pop()
model.add(layers.Dense(3, activation="softmax"))
