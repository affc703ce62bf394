# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense

model = None


def train(neurons):
    model = Sequential()
    model.add(Dense(neurons, input_shape=(3,)))
    model.add(Dense(1))
    return model


def wrapper():
    global model
    model = train(neurons=11)


wrapper()
