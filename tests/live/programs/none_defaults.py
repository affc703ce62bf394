# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def build(hidden=None, activation=None, head=None):
    hidden = hidden or [6, 5]
    if activation is None:
        activation = "relu"
    model = Sequential([layers.Input((7,))])
    for h in hidden:
        model.add(layers.Dense(h, activation=activation))
    if head is not None:
        model.add(head)
    return model


model = build(head=layers.Dense(2))
