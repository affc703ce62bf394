# SPDX-License-Identifier: MIT
from keras import Sequential, layers

dense = lambda n, a="relu": layers.Dense(n, activation=a)
conv = lambda f, k=3, **kw: layers.Conv2D(f, k, **kw)
model = Sequential([
    layers.Input((20, 20, 1)),
    conv(4),
    conv(8, strides=2, padding="same"),
    layers.Flatten(),
    *map(dense, [30, 20]),
    dense(3, "softmax"),
])
