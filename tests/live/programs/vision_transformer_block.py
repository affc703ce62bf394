# SPDX-License-Identifier: MIT
import keras
from keras import layers


def mlp(x, hidden_units, dropout_rate):
    for units in hidden_units:
        x = layers.Dense(units, activation="gelu")(x)
        x = layers.Dropout(dropout_rate)(x)
    return x


projection_dim = 32
patches = keras.Input((49, projection_dim))
encoded = patches
for _ in range(3):
    x1 = layers.LayerNormalization(epsilon=1e-6)(encoded)
    att = layers.MultiHeadAttention(num_heads=2, key_dim=projection_dim, dropout=0.1)(x1, x1)
    x2 = layers.Add()([att, encoded])
    x3 = layers.LayerNormalization(epsilon=1e-6)(x2)
    x3 = mlp(x3, hidden_units=[projection_dim * 2, projection_dim], dropout_rate=0.1)
    encoded = layers.Add()([x3, x2])
features = layers.Flatten()(encoded)
model = keras.Model(inputs=patches, outputs=layers.Dense(100)(features))
