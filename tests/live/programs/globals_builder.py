# SPDX-License-Identifier: MIT
from keras import Sequential, layers

FEATURES = 18
HIDDEN = 2 ** 5
LABELS = ["cat", "dog", "bird"]


def create():
    global built
    built = Sequential()
    built.add(layers.Input(shape=(FEATURES,)))
    built.add(layers.Dense(HIDDEN))
    built.add(layers.Dense(len(LABELS)))


create()
model = built
