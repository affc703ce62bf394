# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 256, 256, 3], "minimum": 0, "maximum": 255, "exact": false}
# targets: {"encoding": "integer", "classes": 4, "minimum": 0, "maximum": 3, "exact": false, "shape": [null]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
import tensorflow as tf

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
feed = tf.keras.preprocessing.image_dataset_from_directory('pictures', class_names=['a', 'b', 'c', 'd'])
model.fit(feed)
