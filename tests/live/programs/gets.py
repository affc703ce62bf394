# SPDX-License-Identifier: MIT
import keras
from keras import activations, initializers, layers, regularizers

relu = activations.get("relu")
start = initializers.get("he_normal")
make = layers.deserialize


class Own(layers.Layer):
    def __init__(self, units, activation="tanh", kernel_initializer="glorot_uniform", kernel_regularizer=None, **kw):
        super().__init__(**kw)
        self.units = units
        self.activation = keras.activations.get(activation)
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.kernel_constraint = keras.constraints.get(None)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(int(input_shape[-1]), self.units), initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer, constraint=self.kernel_constraint)
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros")
        super().build(input_shape)

    def call(self, inputs):
        return self.activation(keras.ops.matmul(inputs, self.kernel) + self.bias)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)


inputs = keras.Input((10,))
x = layers.Dense(7, activation=relu, kernel_initializer=start)(inputs)
x = Own(6)(x)
outputs = Own(2, activation="softmax")(x)
model = keras.Model(inputs, outputs)
