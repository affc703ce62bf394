# SPDX-License-Identifier: MIT
# inputs: {"shape": [25000, 80], "minimum": null, "maximum": null, "exact": false}
# targets: {"encoding": "integer", "classes": 2, "minimum": 0, "maximum": 1, "exact": true, "shape": [25000]}
# batch_size: 32
from keras.models import Sequential
from keras.layers import Dense
from keras.datasets import imdb
from keras.preprocessing import sequence

model = Sequential()
model.add(Dense(8, activation='relu'))
model.compile(loss='mse', optimizer='sgd')
(x, y), _ = imdb.load_data(num_words=5000)
x = sequence.pad_sequences(x, maxlen=80)
model.fit(x, y)
