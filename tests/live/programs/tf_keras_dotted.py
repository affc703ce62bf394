# SPDX-License-Identifier: MIT
import tensorflow as tf

model = tf.keras.Sequential()
model.add(tf.keras.layers.InputLayer(shape=(100,)))
model.add(tf.keras.layers.Dense(64, use_bias=False))
model.add(tf.keras.layers.LeakyReLU())
model.add(tf.keras.layers.Reshape((8, 8, 1)))
model.add(tf.keras.layers.Conv2DTranspose(8, (5, 5), strides=(2, 2), padding="same", use_bias=False))
model.add(tf.keras.layers.Conv2DTranspose(1, 4, strides=2, padding="valid", activation="tanh"))
