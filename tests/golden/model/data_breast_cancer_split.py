# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 30], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": false, "shape": [null]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = load_breast_cancer(return_X_y=True)
x, x_test, y, y_test = train_test_split(x, y, test_size=0.2, random_state=1)
model.fit(x, y)
