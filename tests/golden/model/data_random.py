# SPDX-License-Identifier: MIT
# inputs: {"shape": [30, 7], "minimum": 0, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 4, "exact": false, "shape": [30, 1]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.random.rand(30, 7)
y = np.random.randint(0, 5, size=(30, 1))
model.fit(x, y)
