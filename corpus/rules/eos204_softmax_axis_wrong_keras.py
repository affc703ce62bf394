"""EOS204: a softmax over the batch axis or over an axis of size 1."""
from keras import Input, Model, Sequential
from keras.layers import LSTM, Activation, Dense, Flatten, Multiply, Softmax


def batch_axis(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(10))
    model.add(Softmax(axis=0))  # expect: EOS204 error
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def scores_of_one_unit():
    steps = Input(shape=(20, 8))
    hidden = LSTM(32, return_sequences=True)(steps)
    scores = Dense(1)(hidden)
    weights = Softmax()(scores)  # expect: EOS204 error
    seen = Multiply()([hidden, weights])
    out = Dense(1, activation="sigmoid")(Flatten()(seen))
    model = Model(steps, out)
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def clean_steps_compete():
    steps = Input(shape=(20, 8))
    hidden = LSTM(32, return_sequences=True)(steps)
    scores = Dense(1, activation="tanh")(hidden)
    weights = Softmax(axis=1)(scores)
    seen = Multiply()([hidden, weights])
    out = Dense(1, activation="sigmoid")(Flatten()(seen))
    model = Model(steps, out)
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def clean_last_axis(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(10))
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_second_axis(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(10))
    model.add(Softmax(axis=1))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
