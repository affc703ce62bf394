# SPDX-License-Identifier: MIT
# Keras 2; the live library does not take input_length and weights.
# truth: model Embedding 40,50 50000
# truth: model Flatten 2000 0
# truth: model Dense 1 2001
# total: model 52001
from keras.models import Sequential
from keras.layers import Embedding, Flatten, Dense

model = Sequential()
model.add(Embedding(1000, 50, input_length=40, trainable=False))
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
