# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 8], "minimum": null, "maximum": null, "exact": false, "source": "pima.csv"}
# targets: {"encoding": null, "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": [null]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
data = np.loadtxt('pima.csv', delimiter=',')
x = data[:, 0:8]
y = data[:, 8]
model.fit(x, y)
