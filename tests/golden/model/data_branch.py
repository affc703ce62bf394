# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 0, "maximum": 2, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [4]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import sys

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.zeros((4, 2))
if len(sys.argv) > 1:
    x += 2
y = np.array([0, 1, 1, 0])
model.fit(x, y)
