# SPDX-License-Identifier: MIT
# inputs: {"shape": [null, 256, 256, 3], "minimum": 0, "maximum": 255, "exact": false}
# targets: {"encoding": null, "classes": null, "minimum": 0, "maximum": 1, "exact": false, "shape": [null, null]}
# batch_size: 8
from keras.models import Sequential
from keras.layers import Dense
import pandas as pd
from keras.preprocessing.image import ImageDataGenerator

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
frame = pd.read_csv('list.csv')
feed = ImageDataGenerator().flow_from_dataframe(frame, 'pictures', batch_size=8)
model.fit(feed)
