# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 150, 100, 3], "minimum": 0, "maximum": 1, "exact": false, "scaled_by": "rescale"}
# targets: {"encoding": "one-hot", "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [null, null]}
# batch_size: 16
from keras.models import Sequential
from keras.layers import Dense
from keras.preprocessing.image import ImageDataGenerator

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
maker = ImageDataGenerator(rescale=1.0 / 255)
feed = maker.flow_from_directory('pictures', target_size=(150, 100), batch_size=16)
model.fit(feed)
