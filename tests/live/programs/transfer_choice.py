# SPDX-License-Identifier: MIT
# The base by name from a table of them, in a function.
import keras
from keras import layers

BASES = {"vgg16": keras.applications.VGG16, "nasnet": keras.applications.NASNetMobile,
         "convnext": keras.applications.ConvNeXtTiny}


def build(name, size, classes):
    base = BASES[name](include_top=False, weights="imagenet", input_shape=(size, size, 3), pooling="avg")
    base.trainable = False
    for layer in base.layers[-3:]:
        layer.trainable = True
    return keras.Model(base.input, layers.Dense(classes, activation="softmax")(base.output))


model = build("convnext", 64, 11)
