"""EOS408: dropout in front of batch normalisation (profile strict)."""
from keras import Sequential
from keras.layers import BatchNormalization, Dense, Dropout, LayerNormalization


def dropout_first(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(Dropout(0.5))  # expect[strict]: EOS408
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_norm_first(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(BatchNormalization())
    model.add(Dropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_other_norm(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(Dropout(0.5))
    model.add(LayerNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_void(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(Dropout(0.0))
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
