# SPDX-License-Identifier: MIT
# inputs: {"shape": [12, 3], "minimum": 0, "maximum": 1, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": true, "shape": [12]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.vstack([np.zeros((5, 3)), np.ones((7, 3))])
y = np.hstack((np.zeros(5), np.ones(7)))
model.fit(x, y)
