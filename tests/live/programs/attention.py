# SPDX-License-Identifier: MIT
from keras import layers
import keras

inputs = keras.Input((20, 32))
attended = layers.MultiHeadAttention(num_heads=4, key_dim=8)(inputs, inputs)
x = layers.Add()([inputs, attended])
x = layers.LayerNormalization(epsilon=1e-6)(x)
y = layers.Conv1D(64, 1, activation="gelu")(x)
y = layers.Conv1D(inputs.shape[-1], 1)(y)
x = layers.LayerNormalization()(layers.add([x, y]))
x = layers.GlobalAveragePooling1D()(x)
model = keras.Model(inputs, layers.Dense(3)(x))
