# SPDX-License-Identifier: MIT
from keras.layers import Input, Dense, LSTM, Embedding, concatenate
from keras.models import Model

text = Input(shape=(40,), dtype="int32", name="text")
meta = Input(shape=(5,), name="meta")
x = Embedding(output_dim=32, input_dim=1000)(text)
x = LSTM(16)(x)
auxiliary = Dense(1, activation="sigmoid", name="aux")(x)
y = concatenate([x, meta])
y = Dense(24, activation="relu")(y)
main = Dense(1, activation="sigmoid", name="main")(y)
model = Model(inputs=[text, meta], outputs=[main, auxiliary])
