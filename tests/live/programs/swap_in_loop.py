# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

a = Input((4,))
b = Input((6,))
left, right = a, b
for k in range(3):
    left, right = layers.Dense(k + 2)(right), layers.Concatenate()([left, right])
model = Model([a, b], [left, right])
