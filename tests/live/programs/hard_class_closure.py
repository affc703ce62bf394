# SPDX-License-Identifier: MIT
from keras import Sequential, layers

x = 3


class A:
    x = 4
    y = x + 1

    def get(self):
        return x

    z = [x for _ in range(2)]


model = Sequential([layers.Input((9,)), layers.Dense(A().get()), layers.Dense(A.y), layers.Dense(A.z[0])])
