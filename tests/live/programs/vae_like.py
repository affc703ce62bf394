# SPDX-License-Identifier: MIT
import keras
from keras import layers

latent_dim = 2
encoder_inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(32, 3, activation="relu", strides=2, padding="same")(encoder_inputs)
x = layers.Conv2D(64, 3, activation="relu", strides=2, padding="same")(x)
shape_before = x.shape[1:]
x = layers.Flatten()(x)
z_mean = layers.Dense(latent_dim, name="z_mean")(x)
z_log_var = layers.Dense(latent_dim, name="z_log_var")(x)
encoder = keras.Model(encoder_inputs, [z_mean, z_log_var], name="encoder")
latent_inputs = keras.Input(shape=(latent_dim,))
x = layers.Dense(shape_before[0] * shape_before[1] * shape_before[2], activation="relu")(latent_inputs)
x = layers.Reshape(shape_before)(x)
x = layers.Conv2DTranspose(64, 3, strides=2, padding="same")(x)
x = layers.Conv2DTranspose(1, 3, strides=2, padding="same")(x)
decoder = keras.Model(latent_inputs, x, name="decoder")
