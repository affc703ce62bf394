# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops
from keras import backend as K


def euclidean(vectors):
    a, b = vectors
    return ops.sqrt(ops.maximum(ops.sum(ops.square(a - b), axis=1, keepdims=True), 1e-7))


def crop(x, start, end):
    return x[:, start:end]


left = keras.Input((12,))
right = keras.Input((12,))
body = keras.Sequential([keras.Input((12,)), layers.Dense(6, activation="relu")])
distance = layers.Lambda(euclidean)([body(left), body(right)])
part = layers.Lambda(crop, arguments={"start": 2, "end": 7})(left)
halves = [layers.Lambda(lambda t, i=i: t[:, i * 6:(i + 1) * 6])(right) for i in range(2)]
given = layers.Lambda(lambda t: t * 2.0, output_shape=(12,))(left)
normed = layers.Lambda(lambda t: ops.normalize(t, axis=1))(given)
x = layers.Concatenate()([distance, part, *halves, normed])
model = keras.Model([left, right], layers.Dense(1, activation="sigmoid")(x))
