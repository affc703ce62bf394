# SPDX-License-Identifier: MIT
# inputs: {"shape": [150, 4], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "one-hot", "classes": 3, "minimum": 0, "maximum": 1, "exact": false, "shape": [150, 3]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
import numpy as np
import pandas as pd
from sklearn.datasets import load_iris

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, labels = load_iris(return_X_y=True)
y = pd.get_dummies(labels).values
model.fit(x, y)
