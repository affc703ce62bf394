# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def add_head(net, classes):
    net.add(layers.Flatten())
    net.add(layers.Dense(classes))
    return net


def add_body(net, sizes):
    for s in sizes:
        net.add(layers.Conv2D(s, 3))
    return net


model = add_head(add_body(Sequential([layers.Input((16, 16, 1))]), range(2, 8, 2)), classes=3)
