# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Sampling(layers.Layer):
    def call(self, inputs):
        mean, log_variance = inputs
        return mean + keras.ops.exp(0.5 * log_variance) * keras.random.normal(shape=keras.ops.shape(mean))


class Split(layers.Layer):
    def __init__(self, left, right):
        super().__init__()
        self.left = layers.Dense(left)
        self.right = layers.Dense(right)

    def call(self, x):
        return self.left(x), self.right(x)


inputs = keras.Input((28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu", strides=2, padding="same")(inputs)
x = layers.Flatten()(x)
x = layers.Dense(16, activation="relu")(x)
mean = layers.Dense(2, name="z_mean")(x)
log_variance = layers.Dense(2, name="z_log_var")(x)
z = Sampling()([mean, log_variance])
a, b = Split(3, 4)(z)
encoder = keras.Model(inputs, [mean, log_variance, z, a, b], name="encoder")
