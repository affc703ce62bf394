# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 256, 256, 1], "minimum": 0, "maximum": 255, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": false, "shape": null}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.preprocessing.image import ImageDataGenerator

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
maker = ImageDataGenerator()
feed = maker.flow_from_directory('pictures', class_mode='binary', color_mode='grayscale')
model.fit(feed)
