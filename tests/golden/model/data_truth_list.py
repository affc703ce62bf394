# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 2], "minimum": 1, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 0, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((3, 2))[[True, False, True]]
y = np.zeros(3)[np.array([True, False, True])]
model.fit(x, y)
