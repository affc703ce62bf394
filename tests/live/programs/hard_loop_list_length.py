# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

sizes = [4]
for _ in range(int(os.environ.get("EOS_UNSET_ROUNDS", "3"))):
    sizes.append(5)
model = Sequential([layers.Input((10,)), layers.Dense(len(sizes)), layers.Dense(sizes[-1]), layers.Dense(sum(sizes))])
