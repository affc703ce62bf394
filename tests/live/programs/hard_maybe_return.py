# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers


def build(kinds):
    model = Sequential([layers.Input((10,))])
    for kind in kinds:
        if kind == os.environ.get("EOS_UNSET_KIND"):
            return model
        if kind == os.environ.get("EOS_UNSET_KIND", "b"):
            return model
        model.add(layers.Dense(8))
    model.add(layers.Dense(1))
    return model


model = build(["a", "b"])
