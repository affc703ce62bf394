# SPDX-License-Identifier: MIT
# inputs: {"shape": null, "minimum": null, "maximum": null, "exact": false, "source": "x.npy"}
# targets: {"encoding": null, "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": null}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import numpy as np

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.load('x.npy')
y = np.load('y.npy')
model.fit(x, y)
