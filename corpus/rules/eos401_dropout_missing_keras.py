"""EOS401: a network without any dropout (profiles theia and strict)."""
from keras import Sequential
from keras.layers import Dense, Dropout, GaussianDropout
from keras.applications import VGG16


def none_at_all(x, y):
    model = Sequential()
    model.add(Dense(512, activation="relu", input_shape=(64,)))
    model.add(Dense(256, activation="relu"))  # expect[theia]: EOS401
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_once(x, y):
    model = Sequential()
    model.add(Dense(512, activation="relu", input_shape=(64,)))
    model.add(Dropout(0.5))
    model.add(Dense(256, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_gaussian(x, y):
    model = Sequential()
    model.add(Dense(512, activation="relu", input_shape=(64,)))
    model.add(GaussianDropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_perhaps(x, y, is_large):
    model = Sequential()
    model.add(Dense(512, activation="relu", input_shape=(64,)))
    if is_large:
        model.add(Dropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_pretrained(x, y):
    model = Sequential()
    model.add(VGG16(include_top=False, weights="imagenet", input_shape=(96, 96, 3), pooling="avg"))
    model.add(Dense(256, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
