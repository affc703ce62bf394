# SPDX-License-Identifier: MIT
# Preprocessing is part of these networks; the size of the input decides the padding.
from keras import Sequential
from keras.applications import EfficientNetB0, EfficientNetV2B0, MobileNetV3Small
from keras.layers import Dense, GlobalAveragePooling2D

model = Sequential([
    EfficientNetB0(include_top=False, weights="imagenet", input_shape=(97, 130, 3)),
    GlobalAveragePooling2D(),
    Dense(4, activation="softmax"),
])
bare = EfficientNetV2B0(include_top=False, weights=None, include_preprocessing=False, pooling="max")
small = MobileNetV3Small(weights=None, classes=9, classifier_activation=None)
