# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 4], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": null, "minimum": 0, "maximum": 2, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import load_iris

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = load_iris(return_X_y=True)
x = x[y < 2]
y = y[y < 2]
model.fit(x, y)
