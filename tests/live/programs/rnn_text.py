# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Embedding, LSTM, GRU, Bidirectional, Dense, SpatialDropout1D, TimeDistributed, Input

vocabulary, length = 5000, 80
model = Sequential()
model.add(Input((length,)))
model.add(Embedding(vocabulary, 64))
model.add(SpatialDropout1D(0.2))
model.add(Bidirectional(LSTM(32, return_sequences=True)))
model.add(TimeDistributed(Dense(20)))
model.add(Bidirectional(GRU(16), merge_mode="sum"))
model.add(Dense(2, activation="softmax"))
