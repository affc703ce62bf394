# SPDX-License-Identifier: MIT
# inputs: {"shape": [1000, 28, 28], "minimum": 0, "maximum": 255, "exact": false}
# targets: {"encoding": "integer", "classes": null, "minimum": 0, "maximum": 9, "exact": false, "shape": [1000]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import mnist

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = mnist.load_data()
x, y = x[:1000], y[:1000]
model.fit(x, y)
