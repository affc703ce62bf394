# SPDX-License-Identifier: MIT
from keras import Model, Sequential, layers

base = Sequential([layers.Input((16,)), layers.Dense(12, name="a"), layers.Dense(10, name="b"), layers.Dense(1000, name="top")])
x = base.get_layer("b").output
model = Model(inputs=base.inputs, outputs=layers.Dense(3)(x))
