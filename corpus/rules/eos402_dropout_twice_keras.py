"""EOS402: two dropouts with no layer with weights between them."""
from keras import Sequential
from keras.layers import Activation, Conv2D, Dense, Dropout, Flatten, SpatialDropout2D


def twice(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,)))
    model.add(Dropout(0.5))
    model.add(Activation("relu"))
    model.add(Dropout(0.25))  # info: EOS402
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_layer_between(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dropout(0.5))
    model.add(Dense(64, activation="relu"))
    model.add(Dropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_channels_then_numbers(x, y):
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(SpatialDropout2D(0.2))
    model.add(Flatten())
    model.add(Dropout(0.5))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_switched_off(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(8,)))
    model.add(Dropout(0.0))
    model.add(Dropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
