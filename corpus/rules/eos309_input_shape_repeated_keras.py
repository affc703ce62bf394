"""EOS309: an input shape on a layer behind the first, where Keras ignores it."""
from keras import Sequential
from keras.layers import LSTM, Dense, Embedding


def repeated(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(32, activation="relu", input_shape=(8,)))  # info: EOS309
    model.add(Dense(16, activation="relu", input_dim=8))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_first_only(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_dim=8))
    model.add(Dense(32, activation="relu", input_shape=None))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_vocabulary(words, x, y):
    """input_dim of an Embedding counts words."""
    model = Sequential([words])
    model.add(Embedding(input_dim=1000, output_dim=32))
    model.add(LSTM(32))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_model_inside(x, y):
    """The inner model names the shape of its own first layer."""
    inner = Sequential([Dense(16, activation="relu", input_shape=(32,)), Dense(16, activation="relu")])
    model = Sequential()
    model.add(Dense(32, activation="relu", input_shape=(8,)))
    model.add(inner)
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
