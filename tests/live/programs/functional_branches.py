# SPDX-License-Identifier: MIT
from keras import Model
from keras.layers import Input, Dense, Concatenate

inputs = Input(shape=(20,))
left = Dense(16, activation="relu")(inputs)
right = Dense(8, activation="tanh")(inputs)
both = Concatenate()([left, right])
outputs = Dense(1, activation="sigmoid")(both)
model = Model(inputs, outputs)
