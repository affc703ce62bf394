# SPDX-License-Identifier: MIT
# inputs: {"shape": [8, 2], "minimum": 3.5, "maximum": 3.5, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 0, "exact": true, "shape": [8, 2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.full((8, 2), 3.5)
y = np.zeros_like(x)
model.fit(x, y)
