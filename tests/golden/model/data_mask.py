# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 2], "minimum": 1, "maximum": 1, "exact": false}
# targets: {"encoding": "integer", "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
a = np.array([0, 1, 0, 1, 1])
x = np.ones((5, 2))[a == 1]
y = a[a == 1]
model.fit(x, y)
