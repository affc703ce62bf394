# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import LSTM, Dense, Flatten, Conv2D

shape = [10, 4]
model = Sequential()
model.add(LSTM(5, input_shape=shape, return_sequences=True))
model.add(LSTM(units=3, return_sequences=False))
model.add(Dense(units=1, activation=None))
