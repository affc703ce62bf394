"""EOS705, Keras programs."""
from keras import Model, layers


class BuggyForgotten(Model):
    def __init__(self):
        super().__init__()
        self.entry = layers.Dense(16, activation="relu")
        self.middle = layers.Dense(16, activation="relu")  # expect: EOS705 warning
        self.score = layers.Dense(1, activation="sigmoid")

    def call(self, x):
        return self.score(self.entry(x))


class CleanUnderABranch(Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(16, activation="relu")
        self.normalised = layers.BatchNormalization()
        self.last = layers.Dense(1, activation="sigmoid")

    def call(self, x, training=False):
        x = self.first(x)
        if training:
            x = self.normalised(x)
        return self.last(x)


class CleanOwnBuild(layers.Layer):
    def __init__(self):
        super().__init__()
        self.kernel_maker = layers.Dense(8)

    def build(self, shape):
        self.kernel_maker.build(shape)

    def call(self, x):
        return x * 2
