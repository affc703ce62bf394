# SPDX-License-Identifier: MIT
# inputs: {"shape": [10, 2], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 0, "exact": true, "shape": [10]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((10, 2))
for value in list(np.ones(3)):
    x += 1
y = np.zeros(10)
model.fit(x, y)
