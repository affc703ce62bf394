# SPDX-License-Identifier: MIT
# inputs: {"shape": [40, 6], "minimum": -1, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 1, "maximum": 1, "exact": true, "shape": [40]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.random.rand(40, 6)
x = x - x.mean(axis=0)
y = np.ones(40)
model.fit(x, y)
