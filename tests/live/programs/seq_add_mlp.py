# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense, Dropout

model = Sequential()
model.add(Dense(12, input_dim=8, activation="relu"))
model.add(Dropout(0.2))
model.add(Dense(8, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
