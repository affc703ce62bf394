# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((3, 20, 24)),
    layers.ZeroPadding2D(1, data_format="channels_first"),
    layers.UpSampling2D(2, data_format="channels_first"),
    layers.Flatten(data_format="channels_first"),
    layers.Dense(2),
])
