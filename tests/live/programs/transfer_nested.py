# SPDX-License-Identifier: MIT
# The base is called on a tensor: one layer of the new model, augmentation before it.
import keras
from keras import layers

base = keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False, weights="imagenet")
base.trainable = False
inputs = keras.Input(shape=(160, 160, 3))
x = layers.RandomFlip("horizontal")(inputs)
x = layers.Rescaling(1 / 127.5, offset=-1)(x)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
model = keras.Model(inputs, layers.Dense(1)(x))
