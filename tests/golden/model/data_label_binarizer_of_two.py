# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": false, "shape": [4, 1]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
from sklearn.preprocessing import LabelBinarizer

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((4, 2))
y = LabelBinarizer().fit_transform(['a', 'b', 'b', 'a'])
model.fit(x, y)
