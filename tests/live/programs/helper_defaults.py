# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense, Dropout, Input


def build_model(input_dim=30, hidden=64, depth=3, dropout=0.1, classes=4):
    model = Sequential()
    model.add(Input(shape=(input_dim,)))
    for _ in range(depth):
        model.add(Dense(hidden, activation="relu"))
        model.add(Dropout(dropout))
    model.add(Dense(classes, activation="softmax"))
    return model


model = build_model(depth=2, hidden=48)
