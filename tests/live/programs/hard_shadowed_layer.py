# SPDX-License-Identifier: MIT
from keras import Sequential
from keras.layers import Dense, Input


class Block:
    def __init__(self, n):
        self.n = n

    def __call__(self):
        return Dense(self.n)


RealDense = Dense


def Dense2(n):
    return RealDense(n + 1)


Dense, Other = Dense2, Dense
model = Sequential([Input((4,)), Dense(3), Other(3)])
