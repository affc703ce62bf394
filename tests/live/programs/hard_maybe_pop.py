# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

model = Sequential([layers.Input((6,)), layers.Dense(5), layers.Dense(4)])
if not os.environ.get("EOS_UNSET"):
    model.pop()
model.add(layers.Dense(3))
