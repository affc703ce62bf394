# SPDX-License-Identifier: MIT
from keras import Sequential, layers


class Box:
    def __init__(self):
        self._n = 1

    @property
    def n(self):
        return self._n * 2

    @n.setter
    def n(self, value):
        self._n = value + 1


box = Box()
box.n = 4
model = Sequential([layers.Input((9,)), layers.Dense(box.n)])
