# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

wide = bool(os.environ.get("EOS_UNSET_WIDE"))
units = 100 if wide else 10
model = Sequential([layers.Input((6,)), layers.Dense(units), layers.Dense(units // 10 if wide else 1)])
