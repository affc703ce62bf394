# SPDX-License-Identifier: MIT
from keras import Sequential, layers

Old = layers.Dense


def Dense(n):
    return Old(n * 2)


layers.Dense = Dense
model = Sequential([layers.Input((6,)), layers.Dense(4)])
layers.Dense = Old
