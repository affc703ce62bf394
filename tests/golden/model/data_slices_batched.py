# SPDX-License-Identifier: MIT
# inputs: {"shape": [60000, 28, 28], "minimum": 0, "maximum": 255, "exact": true}
# targets: {"encoding": "integer", "classes": 10, "minimum": 0, "maximum": 9, "exact": true, "shape": [60000]}
# batch_size: 128
from keras.models import Sequential
from keras.layers import Dense
import tensorflow as tf

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
feed = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(1000).batch(128).prefetch(1)
model.fit(feed)
