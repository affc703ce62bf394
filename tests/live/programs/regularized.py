# SPDX-License-Identifier: MIT
from keras import Sequential, layers, regularizers, initializers, constraints

model = Sequential()
model.add(layers.Dense(64, input_dim=20, kernel_regularizer=regularizers.l2(0.01), kernel_initializer="he_normal"))
model.add(layers.Dense(64, kernel_constraint=constraints.max_norm(2.0), bias_initializer=initializers.Constant(0.1)))
model.add(layers.Dense(1, "sigmoid", False))
