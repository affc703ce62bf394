# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops


class TransformerBlock(layers.Layer):
    def __init__(self, width, heads, hidden, rate=0.1, **kwargs):
        super().__init__(**kwargs)
        self.attention = layers.MultiHeadAttention(num_heads=heads, key_dim=width // heads)
        self.feed = keras.Sequential([layers.Dense(hidden, activation="relu"), layers.Dense(width)])
        self.norm1 = layers.LayerNormalization(epsilon=1e-6)
        self.norm2 = layers.LayerNormalization(epsilon=1e-6)
        self.drop1 = layers.Dropout(rate)
        self.drop2 = layers.Dropout(rate)

    def call(self, inputs, training=None):
        x = self.attention(inputs, inputs)
        x = self.drop1(x, training=training)
        x = self.norm1(inputs + x)
        y = self.drop2(self.feed(x), training=training)
        return self.norm2(x + y)


class Embeddings(layers.Layer):
    def __init__(self, length, words, width):
        super().__init__()
        self.tokens = layers.Embedding(words, width)
        self.places = layers.Embedding(length, width)

    def call(self, x):
        length = ops.shape(x)[-1]
        places = ops.arange(0, length, 1)
        return self.tokens(x) + self.places(places)


class Linear(layers.Layer):
    def __init__(self, units=32):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="random_normal", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)

    def call(self, inputs):
        return ops.matmul(inputs, self.w) + self.b


inputs = layers.Input(shape=(20,))
x = Embeddings(20, 1000, 32)(inputs)
x = TransformerBlock(32, 2, 64)(x)
x = layers.GlobalAveragePooling1D()(x)
x = Linear(16)(x)
outputs = layers.Dense(2, activation="softmax")(x)
model = keras.Model(inputs, outputs)
