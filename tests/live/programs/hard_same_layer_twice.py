# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

d = layers.Dense(4)
x = Input((4,))
y = d(d(x))
model = Model(x, d(y))
