# SPDX-License-Identifier: MIT
# inputs: {"shape": [5, 5], "minimum": 0, "maximum": 1, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": true, "shape": [5]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.concatenate([np.zeros((5, 3)), np.ones((5, 2))], axis=1)
y = np.concatenate([np.zeros(2), np.ones(3)])
model.fit(x, y)
