# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

model = Sequential([layers.Input((10,))])
for _ in range(int(os.environ.get("EOS_UNSET_ROUNDS", "2"))):
    model.add(layers.Dense(10))
model.add(layers.Dense(1))
