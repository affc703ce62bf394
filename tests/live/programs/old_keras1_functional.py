# SPDX-License-Identifier: MIT
# Keras 1; the live library does not take these spellings.
# truth: model Dense 16 176
# truth: model Dropout 16 0
# truth: model Dense 3 51
# total: model 227
from keras.models import Model
from keras.layers import Input, Dense, Dropout

inputs = Input(shape=(10,))
hidden = Dense(16, activation="relu", W_regularizer=None)(inputs)
hidden = Dropout(0.5)(hidden)
outputs = Dense(3, activation="softmax")(hidden)
model = Model(input=inputs, output=outputs)
