# SPDX-License-Identifier: MIT
from keras import Sequential, layers

base = Sequential([layers.Input((8,)), layers.Dense(6), layers.BatchNormalization()])
for layer in base.layers:
    layer.trainable = False
base.trainable = False
model = Sequential([base, layers.Dense(len(base.layers)), layers.Dense(base.layers[0].units)])
