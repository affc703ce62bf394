# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 256, 256, 3], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "one-hot", "classes": 3, "minimum": 0, "maximum": 1, "exact": false, "shape": [null, 3]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.preprocessing.image import ImageDataGenerator

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
maker = ImageDataGenerator(preprocessing_function=abs)
feed = maker.flow_from_directory('pictures', class_mode='categorical', classes=['a', 'b', 'c'])
model.fit(feed)
