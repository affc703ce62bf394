# SPDX-License-Identifier: MIT
from keras.models import *
from keras.layers import *

model = Sequential()
model.add(Conv2D(4, (3, 3), input_shape=(10, 10, 2)))
model.add(ZeroPadding2D((1, 1)))
model.add(Cropping2D(cropping=((1, 0), (2, 1))))
model.add(Flatten())
model.add(Dense(6))
