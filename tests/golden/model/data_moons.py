# SPDX-License-Identifier: MIT
# inputs: {"shape": [200, 2], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [200, 1]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import make_moons

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = make_moons(200, noise=0.1)
y = y.reshape(-1, 1)
model.fit(x, y)
