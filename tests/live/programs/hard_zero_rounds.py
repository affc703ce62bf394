# SPDX-License-Identifier: MIT
import os

from keras import Input, Model, layers

inputs = Input((6,))
x = layers.Dense(5)(inputs)
for _ in range(int(os.environ.get("EOS_UNSET_ROUNDS", "0"))):
    x = layers.Dense(4)(x)
model = Model(inputs, layers.Dense(3)(x))
