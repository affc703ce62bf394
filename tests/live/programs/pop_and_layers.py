# SPDX-License-Identifier: MIT
import keras
from keras import layers, models

model = models.Sequential([
    layers.Input((16,)),
    layers.Dense(8, activation="relu", name="body"),
    layers.Dense(4, activation="relu", name="tail"),
    layers.Dense(2, name="old_head"),
])
old = model.pop()
model.pop()
model.add(layers.Dense(3, activation="softmax", name="head"))

feature = keras.Model(model.inputs, model.get_layer("body").output)
by_index = keras.Model(model.inputs, model.get_layer(index=0).output)
last = keras.Model(inputs=model.layers[0].input, outputs=model.layers[-1].output)
copied = models.Sequential(model.layers[:-1])
copied.add(layers.Dense(5))
