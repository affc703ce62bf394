# SPDX-License-Identifier: MIT
# inputs: {"shape": [150, 4], "minimum": -1, "maximum": 1, "exact": false, "scaled_by": "MinMaxScaler"}
# targets: {"encoding": "integer", "classes": 3, "minimum": 0, "maximum": 2, "exact": true, "shape": [150]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.preprocessing import MinMaxScaler
from sklearn.datasets import load_iris

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = load_iris(return_X_y=True)
scaler = MinMaxScaler(feature_range=(-1, 1))
scaler.fit(x)
x = scaler.transform(x)
model.fit(x, y)
