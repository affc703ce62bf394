# SPDX-License-Identifier: MIT
# The first network everybody builds on a trained base.
from keras import layers, models
from keras.applications import VGG16

base = VGG16(weights="imagenet", include_top=False, input_shape=(150, 150, 3))
base.trainable = False
model = models.Sequential([
    base,
    layers.Flatten(),
    layers.Dense(256, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
