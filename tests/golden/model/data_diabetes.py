# SPDX-License-Identifier: MIT
# inputs: {"shape": [442, 10], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "continuous", "classes": null, "minimum": null, "maximum": null, "exact": false, "shape": [442]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import load_diabetes

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = load_diabetes(return_X_y=True)
model.fit(x, y)
