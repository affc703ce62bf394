# SPDX-License-Identifier: MIT
# inputs: {"shape": [3, 2], "minimum": 1, "maximum": 1, "exact": true}
# targets: {"encoding": "integer", "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.DataFrame({'kind': ['a', 'b', 'a']})
x = np.ones((3, 2))
y, names = pd.factorize(frame['kind'])
model.fit(x, y)
