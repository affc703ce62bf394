# SPDX-License-Identifier: MIT
from keras import Sequential, layers

gen = (n for n in (4, 5, 6))
first = next(gen)
model = Sequential([layers.Input((6,)), layers.Dense(first)])
for n in gen:
    model.add(layers.Dense(n))
for n in gen:
    model.add(layers.Dense(99))
