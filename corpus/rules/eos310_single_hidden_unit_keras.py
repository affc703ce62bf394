"""EOS310: a hidden dense layer of one unit in front of another layer."""
from keras import Input, Model, Sequential
from keras.layers import Dense, Dropout, Flatten, multiply


def head_in_the_middle(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="relu"))  # info: EOS310
    model.add(Dropout(0.5))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_gate():
    row = Input(shape=(8,))
    hidden = Dense(16, activation="relu")(row)
    gate = Dense(1, activation="sigmoid")(hidden)
    out = Dense(10, activation="softmax")(multiply([hidden, gate]))
    model = Model(row, out)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model


def clean_score_per_step(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20, 8)))
    model.add(Dense(1, activation="tanh"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_code(x):
    """The code of an autoencoder."""
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="relu"))
    model.add(Dense(16, activation="relu"))
    model.add(Dense(8))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, x)


def clean_one_number(x, y):
    model = Sequential()
    model.add(Dense(1, activation="relu", input_shape=(1,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
