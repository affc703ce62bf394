# SPDX-License-Identifier: MIT
# inputs: {"shape": [60000, 28, 28, 1], "minimum": 0, "maximum": 1, "exact": false, "scaled_by": "rescale"}
# targets: {"encoding": "integer", "classes": 10, "minimum": 0, "maximum": 9, "exact": true, "shape": [60000]}
# batch_size: 64
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import mnist
from keras.preprocessing.image import ImageDataGenerator

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = mnist.load_data()
feed = ImageDataGenerator(rescale=1.0 / 255).flow(x[..., None], y, batch_size=64)
model.fit(feed)
