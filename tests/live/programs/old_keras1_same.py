# SPDX-License-Identifier: MIT
# Keras 1; the live library does not take these spellings.
# truth: model Conv2D 28,28,8 208
# truth: model Conv2D 14,14,16 3216
# truth: model Flatten 3136 0
# truth: model Dense 2 6274
# total: model 9698
from keras.models import Sequential
from keras.layers import Convolution2D, Flatten, Dense

model = Sequential()
model.add(Convolution2D(8, 5, 5, border_mode="same", input_shape=(28, 28, 1)))
model.add(Convolution2D(16, 5, 5, border_mode="same", subsample=(2, 2)))
model.add(Flatten())
model.add(Dense(2))
