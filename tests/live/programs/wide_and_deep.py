# SPDX-License-Identifier: MIT
import keras
from keras import layers

numeric = ["age", "fare"]
categorical = {"sex": 2, "class": 3, "port": 4}
inputs, parts = {}, []
for name in numeric:
    inputs[name] = keras.Input(shape=(1,), name=name)
    parts.append(inputs[name])
for name, size in categorical.items():
    inputs[name] = keras.Input(shape=(1,), name=name, dtype="int32")
    e = layers.Embedding(size + 1, min(50, (size + 1) // 2))(inputs[name])
    parts.append(layers.Flatten()(e))
x = layers.Concatenate()(parts)
deep = x
for units in [32] * 2:
    deep = layers.Dense(units)(deep)
    deep = layers.BatchNormalization()(deep)
    deep = layers.Activation("relu")(deep)
model = keras.Model(inputs=inputs, outputs=layers.Dense(1)(layers.concatenate([x, deep])))
