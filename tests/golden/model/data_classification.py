# SPDX-License-Identifier: MIT
# inputs: {"shape": [500, 12], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 4, "minimum": 0, "maximum": 3, "exact": true, "shape": [500]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import make_classification

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = make_classification(n_samples=500, n_features=12, n_informative=6, n_classes=4)
model.fit(x, y)
