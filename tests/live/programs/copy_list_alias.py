# SPDX-License-Identifier: MIT
from keras import Sequential, layers

shared = [layers.Input((5,)), layers.Dense(4)]
copy = list(shared)
alias = shared
alias.append(layers.Dense(3))
copy.append(layers.Dense(2))
first = Sequential(shared)
model = Sequential(copy)
