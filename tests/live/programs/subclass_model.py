# SPDX-License-Identifier: MIT
import keras
from keras import layers


class MLP(keras.Model):
    def __init__(self, hidden=16, classes=3):
        super().__init__()
        self.first = layers.Dense(hidden, activation="relu")
        self.drop = layers.Dropout(0.5)
        self.last = layers.Dense(classes)

    def call(self, x, training=False):
        return self.last(self.drop(self.first(x), training=training))


inputs = keras.Input((9,))
model = keras.Model(inputs, layers.Dense(2)(layers.Dense(4)(inputs)))
other = MLP()
