# SPDX-License-Identifier: MIT
import tensorflow as tf
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Flatten, Dense, BatchNormalization

IMG = 64
model = Sequential([
    Conv2D(16, 3, padding="same", activation="relu", input_shape=(IMG, IMG, 3)),
    BatchNormalization(),
    MaxPooling2D(),
    Conv2D(32, 3, padding="same", strides=2, activation="relu"),
    BatchNormalization(scale=False),
    MaxPooling2D(3, strides=2),
    Flatten(),
    Dense(128, activation=tf.nn.relu),
    Dense(5),
])
model.compile(optimizer="adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
