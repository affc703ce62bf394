# SPDX-License-Identifier: MIT
# A base without a size, called on inputs of two sizes.
from keras import Input, Model
from keras.applications import ResNet50V2
from keras.layers import Concatenate, Dense, GlobalAveragePooling2D

base = ResNet50V2(include_top=False, weights="imagenet")
near, far = Input((128, 128, 3)), Input((64, 64, 3))
pool = GlobalAveragePooling2D()
both = Concatenate()([pool(base(near)), pool(base(far))])
model = Model([near, far], Dense(2, activation="softmax")(both))
