# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

sizes = [1, 2]
for _ in range(int(os.environ.get("EOS_UNSET_ROUNDS", "3"))):
    sizes[0] += 1
model = Sequential([layers.Input((10,)), layers.Dense(sizes[0]), layers.Dense(len(sizes))])
