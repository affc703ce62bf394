"""EOS304: a window that is larger than the map it slides over."""
import keras
import torch
from keras import Sequential
from keras.layers import Conv1D, Conv2D, Dense, Flatten, MaxPooling2D


def pooled_away(x, y):
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(10, 10, 1)))
    model.add(MaxPooling2D((4, 4)))
    model.add(Conv2D(32, (3, 3), activation="relu"))  # expect: EOS304 error
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def pool_of_one_row(x, y):
    model = Sequential()
    model.add(Conv2D(16, (1, 3), activation="relu", input_shape=(1, 40, 1)))
    model.add(MaxPooling2D((2, 2)))  # expect: EOS304 error
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def dilated(x, y):
    model = Sequential()
    model.add(Conv1D(16, 5, dilation_rate=4, activation="relu", input_shape=(16, 1)))  # expect: EOS304
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_same_padding(x, y):
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(10, 10, 1)))
    model.add(MaxPooling2D((4, 4)))
    model.add(Conv2D(32, (3, 3), padding="same", activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_whole_map(x, y):
    """The window is exactly as large as the map."""
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(10, 10, 1)))
    model.add(Conv2D(32, (8, 8), activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_unknown_size(x, y, size):
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(size, size, 1)))
    model.add(MaxPooling2D((4, 4)))
    model.add(Conv2D(32, (5, 5), activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


class CleanBorrowed(keras.Model):
    """A layer of PyTorch inside: its first axis is the channels."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def call(self, x):
        return self.module(x)


def clean_torch_layer():
    model = CleanBorrowed(torch.nn.Conv2d(1, 10, kernel_size=(3, 3)))
    return model(torch.ones((10, 1, 28, 28)))
