# SPDX-License-Identifier: MIT
from keras import Sequential, layers


class Width:
    def __init__(self, n):
        self.n = n

    def __mul__(self, k):
        return Width(self.n * k + 1)

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return self.n + i

    def __iter__(self):
        return iter([self.n, 2])

    def __eq__(self, other):
        return True

    def __bool__(self):
        return False

    def __contains__(self, x):
        return True

    def __getattr__(self, name):
        return 13


w = Width(3) * 2
model = Sequential([layers.Input((9,)), layers.Dense(w.n), layers.Dense(len(w)), layers.Dense(w[4])])
for n in w:
    model.add(layers.Dense(n))
model.add(layers.Dense(5 if w == 1 else 6))
model.add(layers.Dense(7 if w else 8))
model.add(layers.Dense(9 if 1 in w else 10))
model.add(layers.Dense(w.nothing))
