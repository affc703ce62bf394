# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "one-hot", "classes": 5, "minimum": 0, "maximum": 1, "exact": false, "shape": [4, 5]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
from keras.utils import to_categorical

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((4, 2))
y = to_categorical(np.array([[0], [4], [2], [1]]))
model.fit(x, y)
