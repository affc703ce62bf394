# SPDX-License-Identifier: MIT
# inputs: {"shape": [404, 13], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "continuous", "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": [404]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import boston_housing

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = boston_housing.load_data()
x -= x.mean(axis=0)
x /= x.std(axis=0)
model.fit(x, y)
