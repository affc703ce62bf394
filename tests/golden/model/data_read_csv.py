# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 8], "minimum": null, "maximum": null, "exact": false, "source": "pima.csv"}
# targets: {"encoding": null, "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": [null]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.read_csv('pima.csv', header=None)
x = frame.iloc[:, 0:8].values
y = frame.iloc[:, 8].values
model.fit(x, y)
