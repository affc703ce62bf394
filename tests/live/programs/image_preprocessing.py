# SPDX-License-Identifier: MIT
import keras
from keras import layers

augment = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1), layers.RandomZoom(0.2)])
inputs = keras.Input(shape=(180, 180, 3))
x = layers.Resizing(96, 96)(inputs)
x = layers.Rescaling(1.0 / 255)(x)
x = layers.CenterCrop(64, 64)(x)
x = layers.Conv2D(32, 3, activation="relu")(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(2)(x))
