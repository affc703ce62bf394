# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def range(n):
    return [n] * 2


def len(x):
    return 11


model = Sequential([layers.Input((6,))])
for n in range(3):
    model.add(layers.Dense(n))
model.add(layers.Dense(len([])))
