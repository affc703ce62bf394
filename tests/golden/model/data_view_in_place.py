# SPDX-License-Identifier: MIT
# inputs: {"shape": [6, 3], "minimum": 0, "maximum": 5, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [6]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.zeros((6, 3))
part = x[:3]
part += 5
y = np.array([0, 1, 1, 0, 1, 0])
model.fit(x, y)
