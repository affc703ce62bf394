# SPDX-License-Identifier: MIT
# inputs: {"shape": [80, 20], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "multi-hot", "classes": 4, "minimum": 0, "maximum": 1, "exact": false, "shape": [80, 4]}
# batch_size: 32
# live
from keras.models import Sequential
from keras.layers import Dense
from sklearn.datasets import make_multilabel_classification

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
x, y = make_multilabel_classification(n_samples=80, n_classes=4)
model.fit(x, y)
