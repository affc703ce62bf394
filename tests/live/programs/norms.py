# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((8, 8, 16)),
    layers.LayerNormalization(axis=[1, 2, 3]),
    layers.GroupNormalization(groups=4),
    layers.BatchNormalization(center=False),
    layers.LayerNormalization(center=False),
    layers.UnitNormalization(),
    layers.BatchNormalization(axis=1),
    layers.SpectralNormalization(layers.Conv2D(4, 3)),
])
