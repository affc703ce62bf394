# SPDX-License-Identifier: MIT
from keras import Sequential, layers


def build(kind, features):
    model = Sequential([layers.Input((features,))])
    if kind == "linear":
        model.add(layers.Dense(1))
        return model
    if kind == "mlp":
        model.add(layers.Dense(features * 2, activation="relu"))
        model.add(layers.Dense(1))
        return model
    raise ValueError(kind)


linear = build("linear", 9)
model = build("mlp", 9)
