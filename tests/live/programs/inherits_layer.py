# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Same(layers.Conv2D):
    def __init__(self, filters, **kwargs):
        super().__init__(filters, 3, padding="same", activation="relu", **kwargs)


class Mlp(keras.Sequential):
    def __init__(self, *widths):
        super().__init__([layers.Dense(width, activation="relu") for width in widths])


class Net(keras.Model):
    def __init__(self, classes):
        inputs = keras.Input((16, 16, 3))
        x = Same(8)(inputs)
        x = layers.Flatten()(x)
        x = Mlp(10, 5)(x)
        super().__init__(inputs, layers.Dense(classes)(x))


model = Net(4)
