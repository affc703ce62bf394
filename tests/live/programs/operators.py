# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops

x = keras.Input((16,))
h = layers.Dense(16)(x)
gate = keras.activations.sigmoid(layers.Dense(16)(x))
y = h * gate + x * (1.0 - gate)
y = ops.relu(y) / 2.0
model = keras.Model(x, layers.Dense(1)(y))
