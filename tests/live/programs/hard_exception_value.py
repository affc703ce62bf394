# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

try:
    units = int(os.environ["EOS_UNSET_UNITS"])
except KeyError:
    units = 9
model = Sequential([layers.Input((6,)), layers.Dense(units)])
