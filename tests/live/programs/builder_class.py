# SPDX-License-Identifier: MIT
from keras.models import Model
from keras.layers import Input, Dense, Dropout


class Network:
    ACTIVATION = "relu"

    def __init__(self, features, hidden=(32, 16), rate=0.25):
        self.features = features
        self.hidden = hidden
        self.rate = rate

    def _block(self, x, n):
        x = Dense(n, activation=self.ACTIVATION)(x)
        return Dropout(self.rate)(x)

    def build(self):
        inputs = Input(shape=(self.features,))
        x = inputs
        for n in self.hidden:
            x = self._block(x, n)
        return Model(inputs, Dense(1)(x))


model = Network(13, hidden=[40, 20, 10]).build()
