# SPDX-License-Identifier: MIT
from keras import Input, Model, layers


def se(x, ratio=4):
    filters = x.shape[-1]
    s = layers.GlobalAveragePooling2D()(x)
    s = layers.Reshape((1, 1, filters))(s)
    s = layers.Dense(max(1, filters // ratio), activation="relu", use_bias=False)(s)
    s = layers.Dense(filters, activation="sigmoid", use_bias=False)(s)
    return layers.Multiply()([x, s])


i = Input((16, 16, 12))
x = layers.Conv2D(24, 3)(i)
x = se(x)
x = se(x, ratio=100)
model = Model(i, layers.GlobalMaxPooling2D()(x))
