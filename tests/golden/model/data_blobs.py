# SPDX-License-Identifier: MIT
# inputs: {"shape": [300, 3], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 5, "minimum": 0, "maximum": 4, "exact": true, "shape": [300]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import make_blobs

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = make_blobs(n_samples=300, centers=5, n_features=3)
model.fit(x, y)
