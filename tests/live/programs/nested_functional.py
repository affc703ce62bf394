# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

inner_in = Input((10,))
inner_out = layers.Dense(6)(layers.Dense(8)(inner_in))
inner = Model(inner_in, inner_out)
x = Input((10,))
y = inner(x)
y = layers.Dense(2)(y)
model = Model(x, y)
