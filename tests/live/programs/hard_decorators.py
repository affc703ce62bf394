# SPDX-License-Identifier: MIT
import functools

from keras import Sequential, layers


def doubled(function):
    @functools.wraps(function)
    def inner(n):
        return function(n * 2)

    return inner


@doubled
def dense(n):
    return layers.Dense(n)


@functools.lru_cache(maxsize=None)
def wide(n):
    return n * 3


model = Sequential([layers.Input((9,)), dense(4), layers.Dense(wide(3))])
