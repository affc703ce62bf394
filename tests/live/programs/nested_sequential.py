# SPDX-License-Identifier: MIT
from keras import Sequential, layers

encoder = Sequential([layers.Input((28, 28)), layers.Flatten(), layers.Dense(32, activation="relu")], name="encoder")
decoder = Sequential([layers.Input((32,)), layers.Dense(784, activation="sigmoid"), layers.Reshape((28, 28))])
model = Sequential([layers.Input((28, 28)), encoder, decoder])
