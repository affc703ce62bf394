"""EOS704, Keras programs: Keras tracks layers in plain lists and dicts, so all of them are right."""
from keras import Model, layers


class CleanList(Model):
    def __init__(self):
        super().__init__()
        self.hidden = [layers.Dense(8, activation="relu") for _ in range(3)]
        self.score = layers.Dense(1, activation="sigmoid")

    def call(self, x):
        for layer in self.hidden:
            x = layer(x)
        return self.score(x)
