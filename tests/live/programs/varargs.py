# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense, Input, Dropout


def mlp(inputs, *widths, dropout=None, **options):
    net = Sequential()
    net.add(Input((inputs,)))
    for width in widths[:-1]:
        net.add(Dense(width, **options))
        if dropout:
            net.add(Dropout(dropout))
    net.add(Dense(widths[-1]))
    return net


model = mlp(14, 50, 40, 30, activation="relu", use_bias=False, dropout=0.3)
