# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def unfold(n):
    if n <= 1:
        return [1]
    return unfold(n // 2) + [n]


model = Sequential([layers.Input((5,)), *[layers.Dense(n) for n in unfold(16)]])
