# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def grow(start):
    width = start

    def step():
        nonlocal width
        width *= 2
        return layers.Dense(width)

    return Sequential([layers.Input((start,)), step(), step()])


model = grow(3)
