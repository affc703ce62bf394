# SPDX-License-Identifier: MIT
# inputs: {"shape": [50000, 32, 32, 3], "minimum": 0, "maximum": 255, "exact": true}
# targets: {"encoding": "one-hot", "classes": 10, "minimum": 0, "maximum": 1, "exact": false, "shape": [50000, 10]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import cifar10
from keras.utils import np_utils

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), (x_test, y_test) = cifar10.load_data()
y = np_utils.to_categorical(y, 10)
model.fit(x, y)
