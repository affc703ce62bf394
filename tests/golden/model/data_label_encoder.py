# SPDX-License-Identifier: MIT
# inputs: {"shape": [4, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "integer", "classes": 3, "minimum": 0, "maximum": 2, "exact": true, "shape": [4]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
from sklearn.preprocessing import LabelEncoder

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((4, 2))
encoder = LabelEncoder()
y = encoder.fit_transform(['cat', 'dog', 'cow', 'cat'])
model.fit(x, y)
