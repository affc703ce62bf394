# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 4], "minimum": null, "maximum": null, "exact": false, "scaled_by": "MinMaxScaler"}
# targets: {"encoding": "integer", "classes": 3, "minimum": 0, "maximum": 2, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.preprocessing import MinMaxScaler
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
data, ids = load_iris(return_X_y=True)
seen, x, _, y = train_test_split(data, ids)
scaler = MinMaxScaler()
scaler.fit(seen)
x = scaler.transform(x)
model.fit(x, y)
