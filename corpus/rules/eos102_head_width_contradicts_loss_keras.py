"""EOS102: the width of the output layer contradicts the loss."""
from keras import Sequential
from keras.layers import Activation, Dense, Softmax
from keras.utils import to_categorical


def softmax_over_one_unit(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="softmax"))  # expect: EOS102 error
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def softmax_layer_over_one_unit(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))  # expect: EOS102 error
    model.add(Activation("softmax"))
    model.compile(optimizer="sgd", loss="mean_squared_error")
    model.fit(x, y)


def softmax_over_one_unit_without_compile():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="softmax"))  # expect: EOS102 error
    return model


def categorical_on_one_unit(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))  # expect: EOS102 error
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def softmax_under_binary_crossentropy(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(10, activation="softmax"))  # expect: EOS102 warning
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    model.fit(x, y)


def clean_two_softmax_units(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(2, activation="softmax"))  # expect[theia]: EOS102 info
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, to_categorical(y, 2))


def clean_many_labels(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(5, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_width_from_outside(x, y, classes):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(classes, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_softmax_over_time(x, y):
    model = Sequential()
    model.add(Dense(1, input_shape=(20, 8)))
    model.add(Softmax(axis=1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
