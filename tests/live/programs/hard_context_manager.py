# SPDX-License-Identifier: MIT
import contextlib

from keras import Sequential, layers


class Scope:
    value = 3

    def __enter__(self):
        Scope.value = 6
        return self

    def __exit__(self, *error):
        Scope.value = 9
        return True


with Scope() as scope:
    inside = Scope.value
    raise_it = {}["missing"]
    inside = 100
with contextlib.suppress(KeyError):
    inside2 = {}["missing"]
model = Sequential([layers.Input((9,)), layers.Dense(inside), layers.Dense(Scope.value)])
