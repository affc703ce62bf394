# SPDX-License-Identifier: MIT
import keras
import numpy as np
from keras import layers

augment = keras.Sequential([
    layers.RandomFlip("horizontal"),
    layers.RandomRotation(0.1),
    layers.RandomZoom(0.1),
    layers.RandomTranslation(0.1, 0.1),
    layers.RandomContrast(0.2),
    layers.RandomBrightness(0.2),
    layers.RandomCrop(28, 28),
    layers.Resizing(32, 32),
    layers.CenterCrop(30, 30),
])
norm = layers.Normalization()
norm.adapt(np.zeros((10, 4)))
table = keras.Sequential([layers.Input((4,)), norm, layers.Dense(2)])
inputs = keras.Input((40, 40, 3))
x = augment(inputs)
x = layers.Rescaling(1.0 / 127.5, offset=-1)(x)
x = layers.Normalization(mean=[0.1, 0.2, 0.3], variance=[1.0, 2.0, 3.0])(x)
x = layers.Conv2D(4, 3)(x)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(inputs, layers.Dense(2)(x))
