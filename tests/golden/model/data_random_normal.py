# SPDX-License-Identifier: MIT
# inputs: {"shape": [12, 3], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": -2, "maximum": 2, "exact": false, "shape": [12]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.random.normal(0, 1, (12, 3))
y = np.random.uniform(-2, 2, size=12)
model.fit(x, y)
