# SPDX-License-Identifier: MIT
from keras import Input, Model
from keras.layers import Dense, Flatten, Conv2D

model = Model(inputs=(i := Input((8, 8, 1))), outputs=Dense(2)(Flatten()(Conv2D(3, 3)(i))))
