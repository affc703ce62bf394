# SPDX-License-Identifier: MIT
from keras.layers import Input, Conv1D, MaxPooling1D, GlobalMaxPooling1D, Dense, UpSampling1D, ZeroPadding1D, Cropping1D
from keras.models import Model

signal = Input((100, 2))
x = Conv1D(8, 9, 2, "same")(signal)
x = MaxPooling1D(3, 2)(x)
x = ZeroPadding1D((2, 3))(x)
x = Cropping1D((1, 1))(x)
x = UpSampling1D(3)(x)
x = Conv1D(8, 3, strides=1, padding="valid", activation="relu")(x)
x = GlobalMaxPooling1D()(x)
model = Model(signal, Dense(1)(x))
