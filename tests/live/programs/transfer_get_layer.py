# SPDX-License-Identifier: MIT
# A network that ends in the middle of the base, found by its name.
from keras.applications import VGG19, InceptionV3
from keras.layers import Dense, Flatten
from keras.models import Model

vgg = VGG19(include_top=False, weights="imagenet", input_shape=(128, 128, 3))
features = Model(vgg.input, vgg.get_layer("block4_pool").output)
inception = InceptionV3(input_shape=(150, 150, 3), include_top=False, weights=None)
last = inception.get_layer("mixed7").output
model = Model(inception.input, Dense(1, activation="sigmoid")(Flatten()(last)))
