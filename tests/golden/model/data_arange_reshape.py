# SPDX-License-Identifier: MIT
# inputs: {"shape": [6, 4], "minimum": 0, "maximum": 23, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 2, "exact": false, "shape": [6]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.arange(24).reshape(-1, 4)
y = np.arange(6) % 2
model.fit(x, y)
