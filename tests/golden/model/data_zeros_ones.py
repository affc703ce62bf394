# SPDX-License-Identifier: MIT
# inputs: {"shape": [20, 4], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 0, "exact": true, "shape": [20]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((20, 4))
y = np.zeros(20)
model.fit(x, y)
