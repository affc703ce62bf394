# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Encoder(keras.Model):
    def __init__(self, width):
        super().__init__()
        self.first = layers.Dense(width, activation="relu")
        self.second = layers.Dense(width // 2)

    def call(self, x):
        return self.second(self.first(x))


class Stack(layers.Layer):
    def __init__(self, widths):
        super().__init__()
        self.parts = [layers.Dense(width, activation="relu") for width in widths]

    def call(self, x):
        for part in self.parts:
            x = part(x)
        return x


inputs = keras.Input((20,))
encoder = Encoder(16)
x = encoder(inputs)
x = Stack([5, 6, 7])(x)
shared = layers.Dense(7)
x = layers.Add()([shared(x), shared(x)])
model = keras.Model(inputs, layers.Dense(1)(x))
