# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [4]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((4, 2))
y = 1 - np.array([0, 1, 1, 0])
model.fit(x, y)
