# SPDX-License-Identifier: MIT
from keras import Sequential, layers

makers = []
for n in (3, 4, 5):
    makers.append(lambda: layers.Dense(n))
frozen = [lambda n=n: layers.Dense(n) for n in (6, 7)]
model = Sequential([layers.Input((6,)), *[m() for m in makers], *[m() for m in frozen]])
