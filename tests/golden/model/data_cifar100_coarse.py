# SPDX-License-Identifier: MIT
# inputs: {"shape": [50000, 32, 32, 3], "minimum": 0, "maximum": 255, "exact": true}
# targets: {"encoding": "integer", "classes": 20, "minimum": 0, "maximum": 19, "exact": true, "shape": [50000, 1]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import cifar100

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = cifar100.load_data(label_mode='coarse')
model.fit(x, y)
