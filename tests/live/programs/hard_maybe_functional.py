# SPDX-License-Identifier: MIT
import os

from keras import Input, Model, layers

inputs = Input((6,))
x = layers.Dense(5)(inputs)
if os.environ.get("EOS_UNSET_BIG"):
    x = layers.Dense(50)(x)
model = Model(inputs, layers.Dense(3)(x))
