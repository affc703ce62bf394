# SPDX-License-Identifier: MIT
# inputs: {"shape": [2, 2], "minimum": 0.25, "maximum": 1, "exact": true, "scaled_by": "/ 8"}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.array([[2.0, 8.0], [4.0, 6.0]])
x = x / x.max()
y = np.array([0, 1])
model.fit(x, y)
