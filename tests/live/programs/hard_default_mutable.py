# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def widths(n, acc=[]):
    acc.append(n)
    return acc


widths(3)
model = Sequential([layers.Input((6,)), *[layers.Dense(n) for n in widths(4)]])
