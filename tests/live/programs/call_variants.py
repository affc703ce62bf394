# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops


class Cross(layers.Layer):
    def __init__(self, width):
        super().__init__()
        self.attend = layers.MultiHeadAttention(2, width)
        self.norm = layers.LayerNormalization()

    def call(self, query, memory=None, mask=None):
        memory = query if memory is None else memory
        return self.norm(query + self.attend(query, memory, attention_mask=mask))


class Pool(layers.Layer):
    def call(self, inputs, axis=1):
        parts = {"mean": ops.mean(inputs, axis=axis), "max": ops.max(inputs, axis=axis)}
        return parts


class Patches(layers.Layer):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def call(self, images):
        batch, height, width, channels = ops.shape(images)
        rows, columns = height // self.size, width // self.size
        patches = ops.image.extract_patches(images, size=self.size)
        return ops.reshape(patches, (batch, rows * columns, self.size * self.size * channels))


a = keras.Input((10, 8))
b = keras.Input((5, 8))
image = keras.Input((16, 16, 3))
x = Cross(4)(a, memory=b)
x = Cross(4)(x)
parts = Pool()(x)
patches = Patches(4)(image)
y = layers.Dense(8)(patches)
y = layers.Flatten()(y)
x = layers.Concatenate()([parts["mean"], parts["max"], y])
model = keras.Model([a, b, image], layers.Dense(2)(x))
