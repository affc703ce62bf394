# SPDX-License-Identifier: MIT
# inputs: {"shape": [6, 2], "minimum": 0.5, "maximum": 2.5, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 1.5, "maximum": 6, "exact": true, "shape": [6]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.array([[0.5, 2.5]] * 6)
y = np.array([1.5, 2, 3, 4, 5, 6])
model.fit(x, y)
