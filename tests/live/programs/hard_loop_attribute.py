# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers


class State:
    def __init__(self):
        self.units = 2


state = State()
for _ in range(int(os.environ.get("EOS_UNSET_ROUNDS", "3"))):
    state.units += 1
model = Sequential([layers.Input((10,)), layers.Dense(state.units)])
