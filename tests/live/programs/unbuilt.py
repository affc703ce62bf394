# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([layers.Dense(10, activation="relu"), layers.Dropout(0.5), layers.Dense(2)])
