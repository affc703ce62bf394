# SPDX-License-Identifier: MIT
from keras import Sequential, layers

stack = []
stack += [layers.Dense(8)]
stack.extend(layers.Dense(k) for k in (7, 6))
stack.insert(0, layers.Input((9,)))
stack.append(layers.Dense(100))
removed = stack.pop()
del stack[1]
stack[-1] = layers.Dense(5)
model = Sequential(stack)
