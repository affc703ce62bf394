# SPDX-License-Identifier: MIT
from keras import Input, Model, layers


class ConvBlock:
    def __init__(self, filters, pool=True, **kwargs):
        self.filters = filters
        self.pool = pool
        self.kwargs = kwargs

    def __call__(self, x):
        x = layers.Conv2D(self.filters, 3, **self.kwargs)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
        return layers.MaxPooling2D()(x) if self.pool else x


inputs = Input((64, 64, 3))
x = inputs
for block in [ConvBlock(8), ConvBlock(16, padding="same"), ConvBlock(32, False, strides=2)]:
    x = block(x)
model = Model(inputs, layers.Dense(10)(layers.Flatten()(x)))
