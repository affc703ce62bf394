# SPDX-License-Identifier: MIT
# inputs: {"shape": [10, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "integer", "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [10]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((10, 2))
y = np.zeros((10,), dtype='int')
for i in np.where(x[:, 0] > 0)[0]:
    y[i] = 1
model.fit(x, y)
