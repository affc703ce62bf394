# SPDX-License-Identifier: MIT
# inputs: {"shape": [2, 2], "minimum": 0, "maximum": 3, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.abs(np.array([[-3, 2], [1, -1]]))
y = np.array([0, 1])
model.fit(x, y)
