# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 64, 64, 3], "minimum": 0, "maximum": 255, "exact": false}
# targets: {"encoding": "one-hot", "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [null, null]}
# batch_size: 10
from keras.models import Sequential
from keras.layers import Dense
from tensorflow import keras

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
feed = keras.utils.image_dataset_from_directory('pictures', label_mode='categorical', image_size=(64, 64), batch_size=10)
model.fit(feed)
