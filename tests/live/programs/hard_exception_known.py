# SPDX-License-Identifier: MIT
from keras import Sequential, layers

units = 7
try:
    units = 8
    units = int("nine")
    units = 10
except ValueError:
    pass
model = Sequential([layers.Input((6,)), layers.Dense(units)])
