# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Block(layers.Layer):
    def __init__(self, filters, strides=1):
        super().__init__()
        self.conv1 = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)
        self.bn1 = layers.BatchNormalization()
        self.conv2 = layers.Conv2D(filters, 3, padding="same", use_bias=False)
        self.bn2 = layers.BatchNormalization()
        if strides != 1:
            self.shortcut = keras.Sequential([layers.Conv2D(filters, 1, strides=strides), layers.BatchNormalization()])
        else:
            self.shortcut = lambda x: x

    def call(self, x, training=False):
        y = keras.activations.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y), training=training)
        return keras.activations.relu(y + self.shortcut(x))


model = keras.Sequential([
    keras.Input((32, 32, 3)),
    layers.Conv2D(16, 3, padding="same"),
    Block(16),
    Block(32, strides=2),
    layers.GlobalAveragePooling2D(),
    layers.Dense(10),
])
