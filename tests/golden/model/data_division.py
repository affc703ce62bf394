# SPDX-License-Identifier: MIT
# inputs: {"shape": [2, 2], "minimum": 0, "maximum": 1, "exact": true, "scaled_by": "/ 255"}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.array([[0, 255], [51, 102]]) / 255.0
y = np.array([0, 1])
model.fit(x, y)
