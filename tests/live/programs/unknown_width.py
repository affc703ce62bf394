# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

width = int(os.environ.get("EOS_UNSET_WIDTH", "12"))
model = Sequential([layers.Input((10,)), layers.Dense(width), layers.Dense(1)])
