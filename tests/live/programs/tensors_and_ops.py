# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops

inputs = keras.Input((8, 8, 3))
x = layers.Conv2D(16, 3, padding="same")(inputs)
gate = ops.mean(x, axis=[1, 2], keepdims=True)
gate = layers.Dense(16, activation="sigmoid")(gate)
x = x * gate
y = ops.reshape(x, (-1, 64, 16))
y = ops.transpose(y, (0, 2, 1))
y = layers.Dense(10)(y)
y = ops.concatenate([y, ops.ones_like(y)], axis=-1)
a, b = ops.split(y, 2, axis=-1)
y = ops.maximum(a, b) + 0.5
y = ops.expand_dims(y, axis=1)
y = ops.squeeze(y, axis=1)
y = ops.sum(y, axis=1)
z = x[:, 2:6, ::2, :4]
z = layers.Flatten()(z)
y = ops.stack([y, y], axis=1)
y = layers.Flatten()(y)
model = keras.Model(inputs, layers.Dense(2)(ops.concatenate([y, z], axis=1)))
