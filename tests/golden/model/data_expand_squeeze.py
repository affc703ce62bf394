# SPDX-License-Identifier: MIT
# inputs: {"shape": [16, 5, 1], "minimum": 0, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 1, "maximum": 1, "exact": true, "shape": [16]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.expand_dims(np.random.rand(16, 5), axis=-1)
y = np.squeeze(np.ones((16, 1)))
model.fit(x, y)
