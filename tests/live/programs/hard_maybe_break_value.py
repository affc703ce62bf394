# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

limit = int(os.environ.get("EOS_UNSET_LIMIT", "1"))
width = 2
for i in range(3):
    width += 3
    if i == limit:
        break
model = Sequential([layers.Input((10,)), layers.Dense(width)])
