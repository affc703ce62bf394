# SPDX-License-Identifier: MIT
# inputs: {"shape": [150, 4], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "one-hot", "classes": 3, "minimum": 0, "maximum": 1, "exact": false, "shape": [150, 3]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.preprocessing import OneHotEncoder
from sklearn.datasets import load_iris

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = load_iris(return_X_y=True)
y = OneHotEncoder().fit_transform(y.reshape(-1, 1)).toarray()
model.fit(x, y)
