# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "one-hot", "classes": 2, "minimum": 0, "maximum": 1, "exact": false, "shape": [4, 2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
labels = np.array([0, 1, 0, 1])
x = np.ones((4, 2))
y = np.eye(len(np.unique(labels)))[labels]
model.fit(x, y)
