# SPDX-License-Identifier: MIT
try:
    from tensorflow.keras.models import Sequential
    from tensorflow.keras.layers import Dense, SimpleRNN
except ImportError:
    from keras.models import Sequential
    from keras.layers import Dense, SimpleRNN

model = Sequential()
model.add(SimpleRNN(10, input_shape=(5, 3)))
model.add(Dense(1))
