# SPDX-License-Identifier: MIT
import keras
from keras import layers

image = keras.Input((32, 32, 3), name="image")
meta = keras.Input((5,), name="meta")
x = layers.Conv2D(8, 3, activation="relu")(image)
x = layers.GlobalMaxPool2D()(x)
x = layers.concatenate([x, layers.Dense(4)(meta)])
kind = layers.Dense(3, activation="softmax", name="kind")(x)
size = layers.Dense(1, name="size")(x)
model = keras.Model(inputs={"image": image, "meta": meta}, outputs={"kind": kind, "size": size})
model.compile(optimizer="adam", loss={"kind": "categorical_crossentropy", "size": "mse"},
              loss_weights={"kind": 1.0, "size": 0.2}, metrics={"kind": ["accuracy"]})
again = keras.Model([image, meta], [kind, size])
again.compile("sgd", loss=["categorical_crossentropy", "mse"], metrics=[["accuracy"], ["mae"]])
