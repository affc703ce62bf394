# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 4], "minimum": null, "maximum": null, "exact": false, "source": "iris.csv"}
# targets: {"encoding": "one-hot", "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [null, null]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.read_csv('iris.csv')
x = frame.iloc[:, 0:4].values
y = pd.get_dummies(frame['species']).values
model.fit(x, y)
