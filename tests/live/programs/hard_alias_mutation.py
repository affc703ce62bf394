# SPDX-License-Identifier: MIT
from keras import Sequential, layers

a = [4, 5]
b = a
b[0] = 40
c = a[:]
c[1] = 50
table = {"x": a}
table["x"].append(6)
nested = [[1] * 2] * 2
nested[0][1] = 3
model = Sequential([layers.Input((6,)), *[layers.Dense(n) for n in a + c + nested[1]]])
