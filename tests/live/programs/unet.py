# SPDX-License-Identifier: MIT
from keras import layers
import keras


def double_conv(x, n):
    for _ in range(2):
        x = layers.Conv2D(n, 3, padding="same", activation="relu")(x)
    return x


inputs = keras.Input(shape=(128, 128, 1))
skips = []
x = inputs
widths = [8, 16, 32]
for w in widths:
    x = double_conv(x, w)
    skips.append(x)
    x = layers.MaxPooling2D()(x)
x = double_conv(x, widths[-1] * 2)
for w, skip in zip(reversed(widths), reversed(skips)):
    x = layers.UpSampling2D()(x)
    x = layers.Concatenate()([x, skip])
    x = double_conv(x, w)
outputs = layers.Conv2D(1, 1, activation="sigmoid")(x)
model = keras.Model(inputs=inputs, outputs=outputs)
