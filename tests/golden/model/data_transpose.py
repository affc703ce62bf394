# SPDX-License-Identifier: MIT
# inputs: {"shape": [20, 3], "minimum": 0, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 1, "maximum": 1, "exact": true, "shape": [20]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.random.rand(3, 20).T
y = np.ones(20)
model.fit(x, y)
