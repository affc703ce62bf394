# SPDX-License-Identifier: MIT
import keras

CONFIG = [
    {"type": "conv", "filters": 16, "kernel": 5},
    {"type": "pool", "size": 2},
    {"type": "conv", "filters": 32, "kernel": 3},
    {"type": "flatten"},
    {"type": "dense", "units": 10},
]

model = keras.Sequential()
model.add(keras.Input((28, 28, 1)))
for entry in CONFIG:
    if entry["type"] == "conv":
        model.add(keras.layers.Conv2D(entry["filters"], entry["kernel"], activation="relu"))
    elif entry["type"] == "pool":
        model.add(keras.layers.MaxPooling2D(entry["size"]))
    elif entry["type"] == "flatten":
        model.add(keras.layers.Flatten())
    else:
        model.add(keras.layers.Dense(entry["units"], activation=entry.get("activation", "softmax")))
