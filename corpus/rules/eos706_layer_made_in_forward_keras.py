"""EOS706, Keras programs."""
from keras import Input, Model, layers


class BuggyHead(Model):
    def __init__(self):
        super().__init__()
        self.body = layers.Dense(16, activation="relu")

    def call(self, x):
        x = self.body(x)
        return layers.Dense(2)(x)  # expect: EOS706 error


class CleanBuilt(layers.Layer):
    def build(self, shape):
        self.inner = layers.Dense(8)

    def call(self, x):
        return self.inner(x)


def clean_functional(width):
    inputs = Input((8,))
    x = layers.Dense(width, activation="relu")(inputs)
    return Model(inputs, layers.Dense(1, activation="sigmoid")(x))
