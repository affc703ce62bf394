"""EOS508: one array is input and target of a class loss."""
from keras import Sequential, layers
from keras.datasets import mnist


def slip_of_the_hand():
    (x, y), _ = mnist.load_data()
    x = x.reshape(-1, 784) / 255.0
    model = Sequential()
    model.add(layers.Dense(64, activation="relu", input_shape=(784,)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, x)  # expect: EOS508 warning


def clean_rebuilds_its_input():
    (x, y), _ = mnist.load_data()
    x = x.reshape(-1, 784) / 255.0
    model = Sequential()
    model.add(layers.Dense(32, activation="relu", input_shape=(784,)))
    model.add(layers.Dense(784, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, x)


def clean_labels():
    (x, y), _ = mnist.load_data()
    x = x.reshape(-1, 784) / 255.0
    model = Sequential()
    model.add(layers.Dense(64, activation="relu", input_shape=(784,)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_tokens_of_an_autoencoder(tokens):
    autoencoder = Sequential()
    autoencoder.add(layers.Embedding(1000, 16))
    autoencoder.add(layers.LSTM(32, return_sequences=True))
    autoencoder.add(layers.Dense(1000, activation="softmax"))
    autoencoder.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    autoencoder.fit(tokens, tokens)
