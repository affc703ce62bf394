# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Branch(layers.Layer):
    def __init__(self):
        super().__init__()
        self.a = layers.Dense(3)
        self.b = layers.Dense(4)

    def call(self, x, training=False):
        if training:
            return self.b(x)
        return self.a(x)


inputs = keras.Input((2,))
model = keras.Model(inputs, Branch()(inputs))
other = keras.Model(inputs, Branch()(inputs, training=True))
