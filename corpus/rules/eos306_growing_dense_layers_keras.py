"""EOS306: a dense layer behind convolutions with more units than inputs (theia and strict)."""
from keras import Input, Model, Sequential
from keras.layers import Conv2D, Dense, Flatten, GlobalAveragePooling2D, MaxPooling2D, multiply


def widens_features(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(1024, activation="relu"))  # expect[theia]: EOS306
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def grows_towards_the_output(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(64, activation="relu"))
    model.add(Dense(128, activation="relu"))  # expect[theia]: EOS306
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_shrinking(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(128, activation="relu"))
    model.add(Dense(64, activation="relu"))
    model.add(Dense(100, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_table(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dense(128, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_gate(x, y):
    picture = Input(shape=(28, 28, 1))
    z = Conv2D(32, 3, activation="relu")(picture)
    gate = GlobalAveragePooling2D()(z)
    gate = Dense(8, activation="relu")(gate)
    gate = Dense(32, activation="sigmoid")(gate)
    z = multiply([z, gate])
    z = GlobalAveragePooling2D()(z)
    model = Model(picture, Dense(10, activation="softmax")(z))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
