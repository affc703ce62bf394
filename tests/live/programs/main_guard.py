# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense, Activation


def get_model():
    model = Sequential()
    model.add(Dense(32, input_shape=(784,)))
    model.add(Activation("relu"))
    model.add(Dense(10))
    model.add(Activation("softmax"))
    return model


if __name__ == "__main__":
    model = get_model()
    model.compile(optimizer="sgd", loss="categorical_crossentropy")
