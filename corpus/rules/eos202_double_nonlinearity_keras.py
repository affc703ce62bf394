"""EOS202: two nonlinearities in a row on the same tensor."""
from keras import Sequential
from keras.layers import LSTM, Activation, BatchNormalization, Dense, Dropout, ReLU


def argument_and_layer(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Activation("relu"))  # expect: EOS202 warning
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def relu_before_softmax(x, y):
    model = Sequential()
    model.add(Dense(64, activation="tanh", input_shape=(8,)))
    model.add(Dense(10, activation="relu"))
    model.add(Activation("softmax"))  # expect: EOS202
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def through_dropout(x, y):
    model = Sequential()
    model.add(Dense(64, activation="tanh", input_shape=(8,)))
    model.add(Dropout(0.5))
    model.add(ReLU())  # expect: EOS202
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_linear_argument(x, y):
    model = Sequential()
    model.add(Dense(64, activation="linear", input_shape=(8,)))
    model.add(Activation("relu"))
    model.add(Dense(10, activation=None))
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_norm_between(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(BatchNormalization())
    model.add(Activation("tanh"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_recurrent(x, y):
    model = Sequential()
    model.add(LSTM(32, input_shape=(20, 8)))
    model.add(Activation("relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
