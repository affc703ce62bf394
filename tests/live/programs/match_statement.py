# SPDX-License-Identifier: MIT
from keras import Sequential, layers

SIZE = "medium"
match SIZE:
    case "small":
        widths = [8]
    case "medium":
        widths = [16, 8]
    case _:
        widths = [64, 32, 16]
model = Sequential([layers.Input((4,)), *[layers.Dense(w) for w in widths]])
