# SPDX-License-Identifier: MIT
import keras
from keras import layers, ops


class WithVariable(layers.Layer):
    def __init__(self, n):
        super().__init__()
        self.v = keras.Variable(ops.ones((n,)), trainable=True)
        self.dense = layers.Dense(n)

    def call(self, x):
        return self.dense(x) * self.v


class Shared(layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, x):
        return self.inner(x)


class Unused(layers.Layer):
    def __init__(self):
        super().__init__()
        self.never = layers.Dense(100)
        self.built_by_hand = layers.Dense(5)
        self.used = layers.Dense(4)

    def build(self, shape):
        self.built_by_hand.build(shape)
        self.used.build(shape)

    def call(self, x):
        return self.used(x)


class Conditional(layers.Layer):
    def __init__(self, use_bias):
        super().__init__()
        self.use_bias = use_bias

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 3))
        if self.use_bias:
            self.bias = self.add_weight(shape=(3,))

    def call(self, x):
        x = ops.matmul(x, self.kernel)
        return x + self.bias if self.use_bias else x


class Listed(layers.Layer):
    def build(self, shape):
        self.weights_list = [self.add_weight(shape=(shape[-1], 2)) for _ in range(3)]

    def call(self, x):
        return ops.concatenate([ops.matmul(x, w) for w in self.weights_list], axis=-1)


class Weighted(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = layers.Dense(2)
        self.temperature = self.add_weight(shape=(1,), initializer="ones")

    def call(self, x):
        return self.dense(x) / self.temperature


inputs = keras.Input((4,))
dense = layers.Dense(4)
x = Shared(dense)(inputs)
x = Shared(dense)(x)
x = Unused()(x)
x = Conditional(True)(x)
x = Conditional(False)(x)
x = Listed()(x)
x = Weighted()(x)
model = keras.Model(inputs, x)
variable = keras.Model(inputs, WithVariable(4)(inputs))
