# SPDX-License-Identifier: MIT
# inputs: {"shape": [50, 1], "minimum": -1, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 10, "exact": false, "shape": [50]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.linspace(-1, 1, 50)[:, None]
y = np.linspace(0, 10)
model.fit(x, y)
