# SPDX-License-Identifier: MIT
import numpy as np

from keras import Sequential, layers

X = np.random.rand(120, 7)
y = np.random.randint(0, 3, size=(120,))
n_samples, n_features = X.shape
n_classes = len(np.unique(y))
Y = np.eye(3)[y]
model = Sequential()
model.add(layers.Dense(n_features * 2, input_dim=X.shape[1]))
model.add(layers.Dense(Y.shape[1]))
model.add(layers.Dense(n_samples // 40))
