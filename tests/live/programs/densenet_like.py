# SPDX-License-Identifier: MIT
from keras import Input, Model, layers


def dense_block(x, count, growth):
    features = [x]
    for _ in range(count):
        y = layers.BatchNormalization()(x)
        y = layers.ReLU()(y)
        y = layers.Conv2D(growth, 3, padding="same")(y)
        features.append(y)
        x = layers.Concatenate()(features)
    return x


def transition(x, reduction=0.5):
    channels = int(x.shape[-1] * reduction)
    return layers.AveragePooling2D(2)(layers.Conv2D(channels, 1)(x))


inputs = Input((32, 32, 3))
x = layers.Conv2D(24, 3, padding="same")(inputs)
for i, n in enumerate([2, 3]):
    x = dense_block(x, n, growth=12)
    if i == 0:
        x = transition(x)
model = Model(inputs, layers.Dense(10)(layers.GlobalAveragePooling2D()(x)))
