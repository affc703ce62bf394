# SPDX-License-Identifier: MIT
# The base on an input of one's own, pooled; its width is that of the last stage.
from keras import Input, Model
from keras.applications import Xception
from keras.layers import Dense

inputs = Input(shape=(96, 96, 3), name="image")
base = Xception(include_top=False, weights=None, input_tensor=inputs, pooling="avg")
model = Model(inputs=base.input, outputs=Dense(3, activation="softmax")(base.output))
