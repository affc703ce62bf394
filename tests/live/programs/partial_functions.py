# SPDX-License-Identifier: MIT
from functools import partial

from keras import Sequential, layers

Conv = partial(layers.Conv2D, kernel_size=3, padding="same", activation="relu")
model = Sequential([layers.Input((20, 20, 3)), Conv(8), Conv(16, strides=2), Conv(16, kernel_size=1), layers.Flatten()])
