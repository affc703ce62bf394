"""EOS307: more than three dense layers behind convolutions (profiles theia and strict)."""
from keras import Sequential
from keras.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D


def four_dense_layers(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(256, activation="relu"))
    model.add(Dropout(0.5))
    model.add(Dense(128, activation="relu"))
    model.add(Dense(64, activation="relu"))
    model.add(Dense(10, activation="softmax"))  # expect[theia]: EOS307
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_three(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(256, activation="relu"))
    model.add(Dense(128, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_no_convolution(x, y):
    model = Sequential()
    model.add(Dense(256, activation="relu", input_shape=(8,)))
    model.add(Dense(128, activation="relu"))
    model.add(Dense(64, activation="relu"))
    model.add(Dense(32, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
