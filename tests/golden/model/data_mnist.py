# SPDX-License-Identifier: MIT
# inputs: {"shape": [60000, 28, 28, 1], "minimum": 0, "maximum": 1, "exact": true, "scaled_by": "/ 255"}
# targets: {"encoding": "integer", "classes": 10, "minimum": 0, "maximum": 9, "exact": true, "shape": [60000]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import mnist

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), (x_test, y_test) = mnist.load_data()
x = x.reshape(x.shape[0], 28, 28, 1).astype('float32') / 255
model.fit(x, y)
