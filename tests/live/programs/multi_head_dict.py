# SPDX-License-Identifier: MIT
from keras.layers import Input, Dense
from keras.models import Model

heads = {"age": 1, "sex": 2, "race": 5}
inputs = Input(shape=(128,))
trunk = Dense(64, activation="relu")(inputs)
outputs = {}
for name, n in heads.items():
    outputs[name] = Dense(n, name=name)(trunk)
model = Model(inputs=inputs, outputs=list(outputs.values()))
