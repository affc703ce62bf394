# SPDX-License-Identifier: MIT
# inputs: {"shape": [25, 2], "minimum": 1, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 0, "exact": false, "shape": [25]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((100, 2))[10:60:2]
y = np.zeros(100)[-25:]
model.fit(x, y)
