# SPDX-License-Identifier: MIT
import keras
import numpy as np
from keras import layers

model = keras.Sequential([keras.Input((8,))])
for rate in np.linspace(0.0, 0.3, 4):
    model.add(layers.Dense(8, activation="relu"))
    if rate > 0.05:
        model.add(layers.Dropout(float(rate)))
widths = [int(w) for w in np.linspace(16, 4, 3)]
for width in widths:
    model.add(layers.Dense(width))
