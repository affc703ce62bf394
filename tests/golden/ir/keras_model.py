# SPDX-License-Identifier: MIT
"""What a small program looks like in IR."""
import numpy as np
from tensorflow import keras

UNITS = [64, 32]


def build(classes, lr=1e-3):
    model = keras.Sequential()
    model.add(keras.layers.Flatten(input_shape=(28, 28)))
    for units in UNITS:
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    model.compile(keras.optimizers.Adam(learning_rate=lr), loss="categorical_crossentropy")
    return model


if __name__ == "__main__":
    (x, y), _ = keras.datasets.mnist.load_data()
    build(10).fit(x / 255.0, keras.utils.to_categorical(y), epochs=5)
