# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers


def build(fast):
    model = Sequential([layers.Input((10,))])
    if fast == os.environ.get("EOS_UNSET", "no"):
        if len(os.environ) > 0:
            return model
        model.add(layers.Dense(8))
    model.add(layers.Dense(1))
    return model


model = build("no")
