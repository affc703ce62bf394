# SPDX-License-Identifier: MIT
from keras.models import Sequential
from keras.layers import Conv2D, MaxPooling2D, Flatten, Dense, Input

parts = [layer for n in (8, 16) for layer in (Conv2D(n, 3, padding="same"), MaxPooling2D(2))]
model = Sequential([Input((32, 32, 3)), *parts, Flatten(), Dense(10)])
