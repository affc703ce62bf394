# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "one-hot", "classes": 3, "minimum": 0, "maximum": 1, "exact": false, "shape": [4, 3]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
labels = np.array([0, 2, 1, 2])
x = np.ones((4, 2))
y = np.zeros((labels.size, labels.max() + 1))
y[np.arange(labels.size), labels] = 1
model.fit(x, y)
