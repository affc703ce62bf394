# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

inputs = Input((9,))
base = Model(inputs, layers.Dense(7)(inputs))
x = base.output
x = layers.Dropout(0.5)(x)
model = Model(inputs=base.input, outputs=layers.Dense(2)(x))
