# SPDX-License-Identifier: MIT
import os

from keras import Sequential, layers


class Settings:
    depth = 1
    width = 2


for name in os.environ.get("EOS_UNSET_NAMES", "width").split():
    setattr(Settings, name, 7)
model = Sequential([layers.Input((9,)), layers.Dense(Settings.width)])
