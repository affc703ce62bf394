"""EOS707, Keras programs."""
from keras import Model, layers


class BuggyMissing(Model):
    def __init__(self):  # expect: EOS707 error
        self.fc = layers.Dense(2)

    def call(self, x):
        return self.fc(x)


class CleanKeywords(Model):
    def __init__(self, width, **options):
        super().__init__(**options)
        self.fc = layers.Dense(width)

    def call(self, x):
        return self.fc(x)


class CleanWithout(layers.Layer):
    def call(self, x):
        return x * 2
