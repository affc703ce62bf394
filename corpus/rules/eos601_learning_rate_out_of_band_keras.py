"""EOS601: the learning rate is far outside what its optimizer is used with."""
from keras import Sequential, optimizers
from keras.layers import BatchNormalization, Dense
from keras.optimizers import SGD, Adam

RATE = 0.5


def positional_rate(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(Adam(0.1), "binary_crossentropy")  # expect: EOS601 warning
    model.fit(x, y)


def old_name_through_a_variable(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    sgd = SGD(lr=0.1, momentum=0.9)  # expect: EOS601
    model.compile(optimizer=sgd, loss="binary_crossentropy")
    model.fit(x, y)


def rate_from_a_constant(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(
        loss="binary_crossentropy",
        optimizer=optimizers.RMSprop(learning_rate=RATE))  # expect: EOS601
    model.fit(x, y)


def rate_too_small(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(Adam(learning_rate=1e-9), "binary_crossentropy")  # expect: EOS601
    model.fit(x, y)


def moderate_rate(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(SGD(0.05), "binary_crossentropy")  # expect[theia]: EOS601
    model.fit(x, y)


def clean_with_normalisation(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(SGD(0.005), "binary_crossentropy")
    model.compile(SGD(0.01), "binary_crossentropy")
    model.fit(x, y)


def clean_default_rate(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile("sgd", "binary_crossentropy")
    model.fit(x, y)


def clean_rate_from_outside(x, y, rate):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(Adam(rate), "binary_crossentropy")
    model.fit(x, y)


def clean_rate_set_by_a_callback(x, y, schedule):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(SGD(learning_rate=0.0), "binary_crossentropy")
    model.fit(x, y, callbacks=[schedule])
