# SPDX-License-Identifier: MIT
# The base's own tensors go on: its layers become layers of the new model.
from tensorflow.keras.applications.resnet50 import ResNet50, preprocess_input
from tensorflow.keras.layers import Dense, Dropout, GlobalAveragePooling2D
from tensorflow.keras.models import Model

base = ResNet50(include_top=False, input_shape=(224, 224, 3))
for layer in base.layers[:-4]:
    layer.trainable = False
x = GlobalAveragePooling2D()(base.output)
x = Dropout(0.5)(x)
model = Model(inputs=base.input, outputs=Dense(5, activation="softmax")(x))
