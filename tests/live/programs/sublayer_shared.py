# SPDX-License-Identifier: MIT
import keras
from keras import layers


inputs = keras.Input((8,))
shared = layers.Dense(16, activation="relu")
first = keras.Model(inputs, shared(inputs))
second = keras.Model(inputs, layers.Dense(4)(shared(inputs)))
a = keras.Input((8,))
model = keras.Model(a, [first(a), second(a)])
