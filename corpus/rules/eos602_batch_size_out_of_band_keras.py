"""EOS602: the batch size is outside the usual band (profiles theia and strict)."""
from keras import Sequential
from keras.layers import Dense


def tiny_batch(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y, batch_size=2)  # expect[theia]: EOS602


def huge_batch(x, y):
    size = 4096
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y, size)  # expect[theia]: EOS602


def clean_usual_batch(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y, batch_size=64)


def clean_default_batch(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y)


def clean_batch_from_outside(x, y, size):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile("adam", "binary_crossentropy")
    model.fit(x, y, batch_size=size)
