# SPDX-License-Identifier: MIT
# inputs: {"shape": [2, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "integer", "classes": 3, "minimum": 0, "maximum": 2, "exact": false, "shape": [2]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
from sklearn.preprocessing import LabelEncoder

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x = np.ones((2, 2))
encoder = LabelEncoder()
encoder.fit(['cat', 'dog', 'cow'])
y = encoder.transform(['dog', 'dog'])
model.fit(x, y)
