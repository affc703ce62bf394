# SPDX-License-Identifier: MIT
import keras
from keras import layers

model = keras.Sequential([
    keras.Input((17, 17, 3)),
    layers.Conv2D(4, 3, padding="SAME", strides=2),
    layers.MaxPooling2D(2, padding="same"),
    layers.Conv2D(5, 3, padding="VALID", data_format="CHANNELS_LAST"),
    layers.Flatten(),
    layers.Dense(3),
])
