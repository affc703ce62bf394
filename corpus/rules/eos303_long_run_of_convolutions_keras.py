"""EOS303: many convolutions in a row at one size."""
from keras import Input, Model, Sequential
from keras.layers import Conv2D, Dense, Flatten, GlobalAveragePooling2D, MaxPooling2D, add


def seven_in_a_row(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, padding="same", activation="relu", input_shape=(32, 32, 3)))  # info: EOS303
    for _ in range(6):
        model.add(Conv2D(32, 3, padding="same", activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def four_in_a_row(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))  # expect[theia]: EOS303 warning
    for _ in range(3):
        model.add(Conv2D(32, 3, activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_pooled_after_the_fourth(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
    for _ in range(3):
        model.add(Conv2D(32, 3, activation="relu"))
    model.add(MaxPooling2D())
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_strided(x, y):  # profile theia wants pooling layers
    model = Sequential()
    model.add(Conv2D(32, 3, padding="same", activation="relu", input_shape=(64, 64, 3)))  # expect[theia]: EOS303
    for _ in range(4):
        model.add(Conv2D(32, 3, padding="same", activation="relu"))
        model.add(Conv2D(32, 3, strides=2, padding="same", activation="relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_residual(x, y):
    picture = Input(shape=(32, 32, 3))
    z = Conv2D(32, 3, padding="same", activation="relu")(picture)
    for _ in range(4):
        inner = Conv2D(32, 3, padding="same", activation="relu")(z)
        inner = Conv2D(32, 3, padding="same")(inner)
        z = add([z, inner])
    z = GlobalAveragePooling2D()(z)
    model = Model(picture, Dense(10, activation="softmax")(z))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_dense_prediction(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, padding="same", activation="relu", input_shape=(32, 32, 3)))
    for _ in range(8):
        model.add(Conv2D(32, 3, padding="same", activation="relu"))
    model.add(Conv2D(3, 3, padding="same"))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_factors(x, y):
    """Two windows of 7x7, each taken apart; a 1x1 counts for nothing."""
    model = Sequential()
    model.add(Conv2D(32, (1, 7), activation="relu", input_shape=(64, 64, 3)))
    model.add(Conv2D(32, (7, 1), activation="relu"))
    model.add(Conv2D(32, 1, activation="relu"))
    model.add(Conv2D(64, (1, 7), activation="relu"))
    model.add(Conv2D(64, (7, 1), activation="relu"))
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
