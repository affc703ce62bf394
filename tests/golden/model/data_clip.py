# SPDX-License-Identifier: MIT
# inputs: {"shape": [10, 3], "minimum": -2, "maximum": 2, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 1, "maximum": 1, "exact": true, "shape": [10, 1]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.clip(np.random.randn(10, 3), -2, 2)
y = np.ones((10, 1))
model.fit(x, y)
