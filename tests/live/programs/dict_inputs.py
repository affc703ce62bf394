# SPDX-License-Identifier: MIT
import keras
from keras import layers

columns = ["a", "b", "c"]
inputs = {c: keras.Input((1,), name=c) for c in columns}
x = layers.Concatenate()(list(inputs.values()))
model = keras.Model(inputs, layers.Dense(4)(x))
