# SPDX-License-Identifier: MIT
import keras
from keras import layers

a = keras.Input((8, 3))
b = keras.Input((8, 3))
out = [
    layers.Average()([a, b]),
    layers.Maximum()([a, b]),
    layers.Minimum()([a, b]),
    layers.Multiply()([a, b]),
    layers.Concatenate(axis=1)([a, b]),
    layers.concatenate([a, b], axis=2),
    layers.Dot(axes=(1, 1))([a, b]),
    layers.dot([a, b], axes=2, normalize=True),
]
flat = [layers.Flatten()(o) for o in out]
joined = layers.Concatenate()(flat)
model = keras.Model([a, b], joined)
