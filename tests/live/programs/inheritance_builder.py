# SPDX-License-Identifier: MIT
from keras import Sequential, layers


class Base:
    width = 10

    def body(self):
        return [layers.Dense(self.width)]

    def make(self, features):
        return Sequential([layers.Input((features,))] + self.body() + self.head())

    def head(self):
        return [layers.Dense(1)]


class Wide(Base):
    width = 40

    def body(self):
        return super().body() + [layers.Dense(self.width // 4)]


model = Wide().make(8)
