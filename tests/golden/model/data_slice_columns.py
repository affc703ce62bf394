# SPDX-License-Identifier: MIT
# inputs: {"shape": [50, 8], "minimum": 0, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [50]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
data = np.random.rand(50, 9)
x = data[:, 0:8]
y = data[:, 8]
model.fit(x, y)
