# SPDX-License-Identifier: MIT
import keras
from keras import layers


class Mixin:
    def head(self, x, classes):
        return layers.Dense(classes, activation="softmax")(x)


class Net(Mixin, keras.Model):
    width = 9

    def __init__(self, classes=3, **kwargs):
        inputs = keras.Input(shape=(5, 5, 2))
        x = self.trunk(inputs)
        super().__init__(inputs=inputs, outputs=self.head(x, classes), name="net", **kwargs)
        self.classes = classes

    @classmethod
    def trunk(cls, x):
        x = layers.Conv2D(cls.width, 3, activation="relu")(x)
        return layers.Flatten()(x)


class Tower(keras.Sequential):
    def __init__(self, widths=(4, 2)):
        super().__init__(name="tower")
        self.add(layers.Input((6,)))
        for width in widths:
            self.add(layers.Dense(width))


class Gated(layers.Dense):
    def call(self, x):
        return keras.ops.sigmoid(super().call(x))


model = Net()
tower = Tower((5, 3))
stack = keras.Sequential([layers.Input((4,)), Gated(3), layers.Dense(2)])
