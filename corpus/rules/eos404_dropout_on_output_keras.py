"""EOS404: dropout on the output scores, behind the last layer with weights."""
from keras import Sequential
from keras.layers import LSTM, Activation, Dense, Dropout, Embedding


def before_softmax(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(10))
    model.add(Dropout(0.5))  # expect: EOS404 warning
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def behind_sigmoid(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.add(Dropout(0.2))  # expect: EOS404
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_before_head(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dropout(0.5))
    model.add(Dense(10))
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_behind_recurrent(x, y):
    model = Sequential()
    model.add(Embedding(1000, 32))
    model.add(LSTM(32))
    model.add(Dropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_switched_off(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(10))
    model.add(Dropout(0))
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
