# SPDX-License-Identifier: MIT
import keras
from keras import layers

model = keras.Sequential()
model.add(keras.Input(batch_shape=(32, 10, 2)))
model.add(layers.LSTM(6, stateful=True))
model.add(layers.Dense(1))
