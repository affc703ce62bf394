"""EOS301: unusually few or many filters (profiles theia and strict)."""
from keras import Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D


def few_for_colour(x, y):
    model = Sequential()
    model.add(Conv2D(8, 3, activation="relu", input_shape=(32, 32, 3)))  # expect[theia]: EOS301
    model.add(MaxPooling2D())
    model.add(Conv2D(32, 3, activation="relu"))
    model.add(MaxPooling2D())
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def many_for_grey(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Conv2D(512, 3, activation="relu"))  # expect[theia]: EOS301
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_few_for_grey(x, y):
    model = Sequential()
    model.add(Conv2D(8, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Conv2D(16, 3, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_projection(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
    model.add(Conv2D(4, 1, activation="relu"))
    model.add(Conv2D(32, 3, activation="relu"))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_unknown_channels(x, y, channels):
    model = Sequential()
    model.add(Conv2D(4, 3, activation="relu", input_shape=(32, 32, channels)))
    model.add(MaxPooling2D())
    model.add(Conv2D(8, 3, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
