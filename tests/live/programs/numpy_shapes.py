# SPDX-License-Identifier: MIT
import numpy as np

from keras import Sequential, layers

x_train = np.zeros((500, 28, 28))
y_train = np.zeros((500,))
x_train = x_train.reshape(-1, 28 * 28)
model = Sequential([layers.Input(shape=x_train.shape[1:]), layers.Dense(20), layers.Dense(x_train.shape[1] // 2)])
