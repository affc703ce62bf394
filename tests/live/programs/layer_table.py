# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras import layers

KINDS = {"dense": layers.Dense, "drop": layers.Dropout, "act": layers.Activation}
recipe = [("dense", 32), ("act", "relu"), ("drop", 0.5), ("dense", 8)]
model = Sequential()
model.add(layers.Input((12,)))
for kind, value in recipe:
    model.add(KINDS[kind](value))
