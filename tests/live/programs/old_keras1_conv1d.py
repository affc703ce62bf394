# SPDX-License-Identifier: MIT
# Keras 1; the live library does not take these spellings.
# truth: model Embedding 100,20 40000
# truth: model Conv1D 96,16 1616
# truth: model MaxPooling1D 48,16 0
# truth: model LSTM 10 1080
# truth: model Dense 1 11
# total: model 42707
from keras.models import Sequential
from keras.layers import Embedding, Convolution1D, MaxPooling1D, LSTM, Dense

model = Sequential()
model.add(Embedding(2000, 20, input_length=100))
model.add(Convolution1D(nb_filter=16, filter_length=5, border_mode="valid", activation="relu"))
model.add(MaxPooling1D(pool_length=2))
model.add(LSTM(output_dim=10, inner_activation="hard_sigmoid"))
model.add(Dense(1))
