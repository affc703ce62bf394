# SPDX-License-Identifier: MIT
from keras import Sequential, layers

units = (128, 64, 32)
model = Sequential(
    [layers.Input(shape=(50,))]
    + [layers.Dense(u, activation="tanh", name=f"hidden_{i}") for i, u in enumerate(units)]
    + [layers.Dense(1)]
)
