# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([layers.Input((9,))] + [layers.Dense(n) for n in range(2, 12) if n % 3 == 0])
