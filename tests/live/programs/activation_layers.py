# SPDX-License-Identifier: MIT
import keras
from keras import layers
from keras.layers import LeakyReLU, PReLU

inputs = keras.Input((12,))
x = layers.Dense(8, activation=LeakyReLU(0.1))(inputs)
x = layers.Dense(8, activation=layers.ELU())(x)
x = layers.Dense(8, activation=keras.activations.gelu)(x)
x = layers.Dense(8)(x)
x = PReLU()(x)
x = layers.Activation(keras.ops.tanh)(x)
x = layers.Activation(layers.ReLU(6.0))(x)
x = keras.activations.relu(x, max_value=6.0)
x = layers.Activation(lambda t: keras.ops.square(t))(x)
outputs = layers.Dense(3, activation=layers.Softmax())(x)
model = keras.Model(inputs, outputs)
