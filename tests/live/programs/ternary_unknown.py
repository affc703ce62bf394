# SPDX-License-Identifier: MIT
import sys

from keras import Sequential, layers

deep = len(sys.argv) > 40
model = Sequential([layers.Input((10,)), layers.Dense(16)])
if deep:
    model.add(layers.Dense(16))
model.add(layers.Dense(1))
