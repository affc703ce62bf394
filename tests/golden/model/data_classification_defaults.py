# SPDX-License-Identifier: MIT
# inputs: {"shape": [100, 20], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [100]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import make_classification

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = make_classification()
model.fit(x, y)
