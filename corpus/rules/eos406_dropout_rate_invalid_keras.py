"""EOS406: a dropout rate that is no probability, or drops nearly all."""
from keras import Sequential
from keras.layers import LSTM, Dense, Dropout


def per_cent(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dropout(50))  # expect: EOS406 error
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def all_of_it(x, y):
    model = Sequential()
    model.add(LSTM(64, dropout=1.0, input_shape=(20, 8)))  # expect: EOS406 error
    model.add(Dropout(0.95))  # expect: EOS406 warning
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_high(x, y):
    model = Sequential()
    model.add(Dense(512, activation="relu", input_shape=(8,)))
    model.add(Dropout(0.8))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_switched_off(x, y, rate=0):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dropout(rate))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_unknown(x, y, settings):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dropout(settings["rate"]))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
