# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense

model = Sequential()
model.add(Dense(3, input_dim=2))
model = Sequential()
model.add(Dense(8, input_dim=5))
model.add(Dense(1))
