# SPDX-License-Identifier: MIT
from keras import Input, Model, layers

image = Input((None, None, 3))
x = layers.Conv2D(8, 3, padding="same")(image)
x = layers.MaxPooling2D()(x)
x = layers.Conv2D(16, 3)(x)
x = layers.GlobalMaxPooling2D()(x)
model = Model(image, layers.Dense(4)(x))
