# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([layers.Input((9,))])
for n in (7 // -2 + 9, -7 % 4, int(-3.7) + 8, round(2.5), round(3.5), 2 ** 3 ** 0, 10 >> 1, 3 << 1, 6 & 3, 5 | 2, 5 ^ 1, ~-4,
          int("12", 3), int(7.9), -(-7 // 2), True + 2, max([3, 9, 4]), min(8, 6, 7), abs(-4), pow(2, 3), pow(3, 4, 5), 1_0):
    model.add(layers.Dense(n))
