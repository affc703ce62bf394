# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

rounds = int(os.environ.get("EOS_UNSET_ROUNDS", "3"))
settings = {"units": 2}
for _ in range(rounds):
    settings["units"] *= 2
model = Sequential([layers.Input((10,)), layers.Dense(settings["units"])])
