# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops


class Twice(layers.Layer):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(5)

    def call(self, x):
        return self.dense(x)

    def compute_output_shape(self, shape):
        return shape[:-1] + (5,)


class Odd(layers.Layer):
    def call(self, x, n=None):
        if n is None:
            n = 2
        for _ in range(n):
            x = ops.concatenate([x, x], axis=-1)
        return x

    def compute_output_shape(self, shape):
        return shape[:-1] + (shape[-1] * 4,)


steps = keras.Input((7, 3))
x = layers.TimeDistributed(Twice())(steps)
x = Odd()(x)
part = keras.Sequential([layers.Dense(4), layers.Lambda(lambda t: t[:, :2])])
x = layers.TimeDistributed(part)(x)
x = layers.TimeDistributed(layers.TimeDistributed(layers.Dense(1)))(layers.Reshape((7, 2, 1))(x))
x = layers.Flatten()(x)
gate = layers.Dense(14, activation="sigmoid")(x)
x = x * gate + (1 - gate) * x
x = -x
x = ops.relu(x[:, ::2])
model = keras.Model(steps, x)
