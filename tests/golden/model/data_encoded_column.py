# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 4], "minimum": null, "maximum": null, "exact": false, "source": "iris.csv"}
# targets: {"encoding": "integer", "classes": null, "minimum": 0, "maximum": null, "exact": false, "shape": [null]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd
from sklearn.preprocessing import LabelEncoder

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.read_csv('iris.csv')
x = frame.values[:, 0:4].astype(float)
y = LabelEncoder().fit_transform(frame['species'])
model.fit(x, y)
