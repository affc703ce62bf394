# SPDX-License-Identifier: MIT
from keras import Sequential, layers
from keras.activations import relu, softmax

acts = {"hidden": relu, "final": softmax}
model = Sequential([
    layers.Input((4,)),
    layers.Dense(8, acts["hidden"]),
    layers.Dense(8, activation=layers.LeakyReLU(negative_slope=0.1)),
    layers.Activation(relu),
    layers.Dense(3, acts["final"]),
])
