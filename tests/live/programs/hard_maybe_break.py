# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

limit = int(os.environ.get("EOS_UNSET_LIMIT", "1"))
model = Sequential([layers.Input((10,))])
for i in range(4):
    model.add(layers.Dense(8))
    if i >= limit:
        break
model.add(layers.Dense(1))
