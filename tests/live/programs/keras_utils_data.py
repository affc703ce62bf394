# SPDX-License-Identifier: MIT
import numpy as np
from keras.utils import to_categorical
from keras import Sequential, layers

labels = np.array([0, 1, 2, 3, 1, 2])
onehot = to_categorical(labels, num_classes=4)
images = np.ones((6, 8, 8))
images = np.expand_dims(images, -1) / 255.0
model = Sequential([
    layers.Input(images.shape[1:]),
    layers.Conv2D(3, 3),
    layers.Flatten(),
    layers.Dense(onehot.shape[1], activation="softmax"),
])
