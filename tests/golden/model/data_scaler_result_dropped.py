# SPDX-License-Identifier: MIT
# inputs: {"shape": [2, 2], "minimum": 0, "maximum": 100, "exact": true, "standardised": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
from sklearn.preprocessing import StandardScaler

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.array([[0.0, 100.0], [50.0, 25.0]])
StandardScaler().fit_transform(x)
y = np.array([0, 1])
model.fit(x, y)
