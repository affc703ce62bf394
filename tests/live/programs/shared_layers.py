# SPDX-License-Identifier: MIT
import keras
from keras import layers

a = keras.Input((64,))
b = keras.Input((64,))
shared = layers.Dense(10, activation="relu")
merged = layers.Subtract()([shared(a), shared(b)])
out = layers.Dense(1)(merged)
model = keras.Model([a, b], out)
