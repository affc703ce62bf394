# SPDX-License-Identifier: MIT
from keras import Sequential, layers


class Config:
    inputs = 24
    hidden = [100, 50]
    outputs = 2
    activation = "elu"
    batch_norm = True


model = Sequential([layers.Input((Config.inputs,))])
for size in Config.hidden:
    model.add(layers.Dense(size))
    if Config.batch_norm:
        model.add(layers.BatchNormalization())
    model.add(layers.Activation(Config.activation))
model.add(layers.Dense(Config.outputs))
