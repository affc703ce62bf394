"""EOS407: the weights of a hidden layer all start from one number."""
from keras import Input, Model, Sequential
from keras.initializers import Constant, Zeros
from keras.layers import BatchNormalization, Dense, add


def zeros_under_relu(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", kernel_initializer="zeros", input_shape=(8,)))  # expect: EOS407 error
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def constants_in_a_row(x, y):
    model = Sequential()
    model.add(Dense(64, activation="tanh", kernel_initializer=Constant(0.1), input_shape=(8,)))  # expect: EOS407 error
    model.add(Dense(1, activation="sigmoid", kernel_initializer="ones"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def one_constant_layer(x, y):
    model = Sequential()
    model.add(Dense(64, activation="tanh", kernel_initializer="ones", input_shape=(8,)))  # expect: EOS407 warning
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_biases_and_scales(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", bias_initializer="zeros", input_shape=(8,)))
    model.add(BatchNormalization(gamma_initializer="ones"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_head(x, y):
    """The last layer may start from zero: its inputs differ."""
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(10, activation="softmax", kernel_initializer="zeros"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_residual_branch():
    row = Input(shape=(8,))
    hidden = Dense(16, activation="relu")(row)
    branch = Dense(16, kernel_initializer=Zeros())(Dense(16, activation="relu")(hidden))
    out = Dense(1, activation="sigmoid")(add([hidden, branch]))
    model = Model(row, out)
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model
