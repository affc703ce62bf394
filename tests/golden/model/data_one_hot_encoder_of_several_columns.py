# SPDX-License-Identifier: MIT
# inputs: {"shape": [3, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [3, null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
from sklearn.preprocessing import OneHotEncoder

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((3, 2))
y = OneHotEncoder().fit_transform(np.array([[0, 1], [1, 2], [2, 0]])).toarray()
model.fit(x, y)
