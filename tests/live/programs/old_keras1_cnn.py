# SPDX-License-Identifier: MIT
# Keras 1; the live library does not take these spellings.
# truth: model Conv2D 30,30,32 896
# truth: model Activation 30,30,32 0
# truth: model Conv2D 28,28,32 9248
# truth: model MaxPooling2D 14,14,32 0
# truth: model Dropout 14,14,32 0
# truth: model Flatten 6272 0
# truth: model Dense 128 802944
# truth: model Dense 10 1290
# total: model 814378
from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation, Flatten
from keras.layers.convolutional import Convolution2D, MaxPooling2D

model = Sequential()
model.add(Convolution2D(32, 3, 3, border_mode="valid", input_shape=(32, 32, 3), dim_ordering="tf"))
model.add(Activation("relu"))
model.add(Convolution2D(32, 3, 3, init="he_normal", activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(p=0.25))
model.add(Flatten())
model.add(Dense(output_dim=128, init="uniform", activation="relu"))
model.add(Dense(10, activation="softmax"))
