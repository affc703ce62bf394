# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 1], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 3, "minimum": 0, "maximum": 2, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.DataFrame({'kind': ['a', 'b', 'c'], 'size': [1.0, 2.0, 3.0]})
frame['kind'] = frame['kind'].map({'a': 0, 'b': 1, 'c': 2})
x = frame[['size']].values
y = frame['kind'].values
model.fit(x, y)
