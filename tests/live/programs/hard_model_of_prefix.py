# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

x = Input((4,))
hidden = layers.Dense(5)(x)
out = layers.Dense(6)(hidden)
extra = layers.Dense(7)(hidden)
model = Model(hidden, out)
