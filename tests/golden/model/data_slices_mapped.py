# SPDX-License-Identifier: MIT
# inputs: {"shape": [60000, 28, 28], "minimum": 0, "maximum": 1, "exact": false, "scaled_by": "/ 255"}
# targets: {"encoding": "one-hot", "classes": 10, "minimum": 0, "maximum": 1, "exact": false, "shape": [60000, 10]}
# batch_size: 20
from keras.models import Sequential
from keras.layers import Dense
import tensorflow as tf

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
def prepare(image, label):
    return tf.cast(image, tf.float32) / 255.0, tf.one_hot(label, 10)
feed = tf.data.Dataset.from_tensor_slices((x, y)).map(prepare).batch(20)
model.fit(feed)
