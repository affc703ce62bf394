"""EOS206: relu inside a recurrent layer."""
from keras import Sequential
from keras.layers import GRU, LSTM, Dense, SimpleRNN
from keras.optimizers import Adam


def long_memory(x, y):
    model = Sequential()
    model.add(LSTM(64, activation="relu", input_shape=(100, 8)))  # info: EOS206
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def gated(x, y):
    model = Sequential()
    model.add(GRU(64, activation="relu", return_sequences=True, input_shape=(None, 8)))  # info: EOS206
    model.add(GRU(32))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_default(x, y):
    model = Sequential()
    model.add(LSTM(64, input_shape=(100, 8)))
    model.add(Dense(32, activation="relu"))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_identity(x, y):
    model = Sequential()
    model.add(SimpleRNN(64, activation="relu", recurrent_initializer="identity", input_shape=(100, 8)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_short_and_clipped(x, y):
    model = Sequential()
    model.add(LSTM(64, activation="relu", input_shape=(5, 8)))
    model.add(Dense(1))
    model.compile(optimizer=Adam(clipnorm=1.0), loss="mse")
    model.fit(x, y)
