"""EOS302: a classifier of images with few convolutions."""
from keras import Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
from keras.applications import VGG16


def two_for_colour(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(96, 96, 3)))  # info: EOS302
    model.add(MaxPooling2D(4))
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(MaxPooling2D(4))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def one_for_grey(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(64, 64, 1)))  # info: EOS302
    model.add(MaxPooling2D(4))
    model.add(Flatten())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def thumbnails(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))  # expect[theia]: EOS302 warning
    model.add(MaxPooling2D())
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_two_for_grey(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(64, 64, 1)))
    model.add(MaxPooling2D(4))
    model.add(Conv2D(32, 3, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_pretrained(x, y):
    model = Sequential()
    model.add(VGG16(include_top=False, weights="imagenet", input_shape=(96, 96, 3)))
    model.add(Conv2D(32, 1, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_regression(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(96, 96, 3)))
    model.add(MaxPooling2D(4))
    model.add(Flatten())
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_may_have_more(x, y, is_deep):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(96, 96, 3)))
    model.add(MaxPooling2D(4))
    if is_deep:
        model.add(Conv2D(64, 3, activation="relu"))
        model.add(Conv2D(64, 3, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
