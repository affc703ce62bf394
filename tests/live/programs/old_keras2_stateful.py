# SPDX-License-Identifier: MIT
# Keras 2; the live library does not take batch_input_shape.
# truth: model LSTM 5 180
# truth: model Dense 1 6
# total: model 186
from keras.models import Sequential
from keras.layers import LSTM, Dense

look_back, batch = 7, 1
model = Sequential()
model.add(LSTM(5, batch_input_shape=(batch, look_back, 3), stateful=True))
model.add(Dense(1))
