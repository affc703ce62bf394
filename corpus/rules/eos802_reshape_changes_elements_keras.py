"""EOS802, Keras programs."""
from keras import Sequential, layers


def buggy_count():
    return Sequential([
        layers.Input((100,)),
        layers.Dense(7 * 7 * 32, activation="relu"),
        layers.Reshape((7, 7, 64)),  # expect: EOS802 error
        layers.Conv2DTranspose(16, 3, activation="relu"),
    ])


def buggy_open_size():
    return Sequential([
        layers.Input((100,)),
        layers.Dense(100, activation="relu"),
        layers.Reshape((-1, 30)),  # expect: EOS802 error
        layers.LSTM(8),
    ])


def clean_decoder():
    return Sequential([
        layers.Input((100,)),
        layers.Dense(7 * 7 * 32, activation="relu"),
        layers.Reshape((7, 7, 32)),
        layers.Conv2DTranspose(16, 3, activation="relu"),
    ])


def clean_open_size():
    return Sequential([
        layers.Input((28, 28)),
        layers.Reshape((-1, 7)),
        layers.LSTM(8),
    ])


def clean_unknown_input(width):
    return Sequential([
        layers.Input((width,)),
        layers.Reshape((4, 8)),
        layers.LSTM(8),
    ])
