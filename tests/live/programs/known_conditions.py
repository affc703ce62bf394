# SPDX-License-Identifier: MIT
from keras import Sequential, layers

USE_BN = True
POOL = "avg"
DEPTH = 4
model = Sequential([layers.Input((32, 32, 3)), layers.Conv2D(8, 3)])
if USE_BN:
    model.add(layers.BatchNormalization())
else:
    model.add(layers.LayerNormalization())
if POOL == "max":
    model.add(layers.MaxPooling2D())
elif POOL == "avg":
    model.add(layers.AveragePooling2D(2))
if DEPTH > 5 and USE_BN or not POOL:
    model.add(layers.Conv2D(99, 3))
model.add(layers.GlobalMaxPooling2D() if POOL else layers.Flatten())
model.add(layers.Dense(1 if DEPTH < 2 else 7))
