# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense


def add_block(net, width, activation="relu", *, bias=True):
    net.add(Dense(width, activation=activation, use_bias=bias))


model = Sequential()
model.add(Dense(10, input_shape=(7,)))
add_block(model, 20)
add_block(model, 30, "tanh")
add_block(model, width=40, bias=False)
