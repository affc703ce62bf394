# SPDX-License-Identifier: MIT
import keras
from keras import backend as K
from keras import layers, ops

inputs = keras.Input((6, 4))
x = layers.Lambda(lambda t: ops.mean(t, axis=1))(inputs)
y = layers.Lambda(lambda t: ops.max(t, axis=-1, keepdims=True))(inputs)
z = layers.Lambda(lambda t: ops.expand_dims(t, 1))(x)
w = layers.Lambda(lambda t: ops.concatenate([t, t], axis=1))(inputs)
v = layers.Lambda(lambda t: ops.transpose(t, axes=(0, 2, 1)))(w)
u = layers.Lambda(lambda t: ops.reshape(t, (-1, ops.shape(t)[1] * ops.shape(t)[2])))(v)
s = layers.Lambda(lambda t: ops.stack([t, t, t], axis=1))(x)
o = layers.Lambda(lambda t: ops.one_hot(ops.argmax(t, axis=-1), 9))(inputs)
n = layers.Lambda(lambda t: ops.sqrt(ops.sum(ops.square(t), -1)))(inputs)
parts = [layers.Flatten()(t) for t in (x, y, z, w, v, u, s, o, n)]
model = keras.Model(inputs, layers.Concatenate()(parts))
