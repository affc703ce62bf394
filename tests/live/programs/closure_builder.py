# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def make_factory(width):
    def factory(depth):
        net = Sequential([layers.Input((width,))])
        for k in range(depth):
            net.add(layers.Dense(width // 2**k))
        return net

    return factory


factory = make_factory(64)
model = factory(4)
