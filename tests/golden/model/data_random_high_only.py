# SPDX-License-Identifier: MIT
# inputs: {"shape": [9, 2], "minimum": 0, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [9]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.random.random((9, 2))
y = np.random.randint(2, size=9)
model.fit(x, y)
