# SPDX-License-Identifier: MIT
import keras
from keras import layers


def block(width, depth):
    return keras.Sequential([layers.Dense(width, activation="relu") for _ in range(depth)], name=f"b{width}")


base = keras.Sequential([layers.Input((12,)), block(8, 2), block(6, 1)])
left = keras.Input((12,))
right = keras.Input((12,))
merged = layers.Subtract()([base(left), base(right)])
model = keras.Model([left, right], layers.Dense(1)(merged))
body = keras.Model(model.inputs, model.layers[-1].input)
