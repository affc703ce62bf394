# SPDX-License-Identifier: MIT
import keras
from keras import layers

inputs = keras.Input((None, 6))
x = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(inputs)
x = layers.Bidirectional(layers.GRU(4, return_sequences=True), merge_mode="sum",
                         backward_layer=layers.GRU(4, return_sequences=True, go_backwards=True))(x)
x, h, c, h2, c2 = layers.Bidirectional(layers.LSTM(5, return_state=True, return_sequences=True))(x)
state = layers.Concatenate()([h, h2])
x = layers.TimeDistributed(layers.Dense(7, activation="relu"))(x)
x = layers.TimeDistributed(layers.Dropout(0.1))(x)
x = layers.RNN(layers.LSTMCell(9))(x)
x = layers.Concatenate()([x, state])
model = keras.Model(inputs, layers.Dense(2)(x))
