# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers

widths = [8, 16]
widths[int(os.environ.get("EOS_UNSET_AT", "1"))] = 99
table = {"a": 1, "b": 2}
table[os.environ.get("EOS_UNSET_KEY", "b")] = 55
model = Sequential([layers.Input((9,)), *[layers.Dense(n) for n in widths], layers.Dense(table["b"])])
