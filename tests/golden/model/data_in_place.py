# SPDX-License-Identifier: MIT
# inputs: {"shape": [2, 2], "minimum": -1, "maximum": 1, "exact": true, "scaled_by": "/ 127.5"}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.array([[0.0, 255.0], [51.0, 102.0]])
x -= 127.5
x /= 127.5
y = np.array([1, 0])
model.fit(x, y)
