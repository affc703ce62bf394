# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import LSTM, Dense, RepeatVector, TimeDistributed

steps, features = 30, 4
model = Sequential()
model.add(LSTM(100, activation="relu", input_shape=(steps, features)))
model.add(RepeatVector(steps))
model.add(LSTM(100, activation="relu", return_sequences=True))
model.add(TimeDistributed(Dense(features)))
