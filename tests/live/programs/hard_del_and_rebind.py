# SPDX-License-Identifier: MIT
from keras import Sequential, layers

layers_list = [layers.Dense(n) for n in (2, 3, 4, 5)]
del layers_list[0], layers_list[-1]
first, second = layers_list
layers_list[:] = [second, first]
layers_list[1:1] = [layers.Dense(6)]
model = Sequential([layers.Input((9,))] + layers_list)
