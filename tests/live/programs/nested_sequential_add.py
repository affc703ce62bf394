# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Dense, Input, Dropout

base = Sequential()
base.add(Input((16,)))
base.add(Dense(8))
base.add(Dropout(0.1))
model = Sequential()
model.add(base)
model.add(Dense(4))
model.add(Dense(2))
