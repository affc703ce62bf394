# SPDX-License-Identifier: MIT
from keras import Sequential
from keras.layers import Dense, Input

sizes = [64, 32, 16]
stack = [Input((20,))]
for size in sizes:
    stack.append(Dense(size, activation="relu"))
stack.append(Dense(3, activation="softmax"))
model = Sequential(stack)
