# SPDX-License-Identifier: MIT
# inputs: {"shape": [1797, 64], "minimum": 0, "maximum": 1, "exact": true, "scaled_by": "/ 16"}
# targets: {"encoding": "integer", "classes": 10, "minimum": 0, "maximum": 9, "exact": true, "shape": [1797]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import load_digits

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
digits = load_digits()
x = digits['data'] / 16.0
y = digits['target']
model.fit(x, y)
