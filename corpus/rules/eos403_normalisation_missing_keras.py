"""EOS403: a network without any normalisation layer (profiles theia and strict)."""
from keras import Sequential
from keras.layers import BatchNormalization, Dense, LayerNormalization


def none_at_all(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))  # expect[theia]: EOS403
    model.add(Dense(64, activation="relu"))
    model.add(Dense(32, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_batch(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(BatchNormalization())
    model.add(Dense(32, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_layer(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(LayerNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_self_normalising(x, y):
    model = Sequential()
    model.add(Dense(64, activation="selu", kernel_initializer="lecun_normal", input_shape=(16,)))
    model.add(Dense(64, activation="selu", kernel_initializer="lecun_normal"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
