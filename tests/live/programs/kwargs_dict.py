# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Conv2D, Flatten, Dense

conv_args = dict(kernel_size=(3, 3), padding="same", activation="relu")
model = Sequential()
model.add(Conv2D(8, input_shape=(16, 16, 3), **conv_args))
model.add(Conv2D(16, **conv_args))
conv_args["padding"] = "valid"
model.add(Conv2D(16, **conv_args))
model.add(Conv2D(**{**conv_args, "filters": 4}))
model.add(Flatten())
model.add(Dense(2))
