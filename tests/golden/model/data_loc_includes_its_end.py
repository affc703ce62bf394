# SPDX-License-Identifier: MIT
# inputs: {"shape": [10, 4], "minimum": 0, "maximum": 1, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [10]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.DataFrame(np.random.rand(10, 6))
x = frame.loc[:, 0:3].values
y = frame[5].values
model.fit(x, y)
