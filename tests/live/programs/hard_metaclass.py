# SPDX-License-Identifier: MIT
from keras import Sequential, layers


class Meta(type):
    def __call__(cls, *args):
        one = super().__call__(*args)
        one.n += 5
        return one


class A(metaclass=Meta):
    def __new__(cls, n):
        return super().__new__(cls)

    def __init__(self, n):
        self.n = n


model = Sequential([layers.Input((9,)), layers.Dense(A(2).n)])
