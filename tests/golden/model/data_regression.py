# SPDX-License-Identifier: MIT
# inputs: {"shape": [60, 5], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "continuous", "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": [60]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import make_regression

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = make_regression(n_samples=60, n_features=5)
model.fit(x, y)
