# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Inner(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), name="w")
        self.scale = self.add_weight(shape=(), initializer="ones", trainable=False)

    def call(self, x):
        return keras.ops.matmul(x, self.w) * self.scale


class Outer(layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = Inner(6)
        self.norm = layers.BatchNormalization()
        self.extra = [Inner(5), layers.Dense(4)]
        self.named = {"last": layers.Dense(3)}

    def build(self, shape):
        self.first = layers.Dense(shape[-1] * 2)

    def call(self, x, scale=1.0, training=None):
        x = self.first(x)
        x = self.norm(self.inner(x), training=training)
        for layer in self.extra:
            x = layer(x)
        return self.named["last"](x) * scale


inputs = keras.Input((7,))
outer = Outer()
x = outer(inputs)
again = outer(inputs, scale=2.0)
x = layers.Concatenate()([x, again])
model = keras.Model(inputs, x)
