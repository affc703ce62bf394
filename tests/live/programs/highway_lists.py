# SPDX-License-Identifier: MIT
from keras.layers import Input, Dense, Average, Concatenate
from keras.models import Model

inputs = Input(shape=(32,))
experts = []
for i in range(3):
    e = Dense(16 + i, activation="relu")(inputs)
    e = Dense(8)(e)
    experts.append(e)
mean = Average()(experts)
model = Model(inputs=inputs, outputs=Concatenate()(experts + [mean]))
