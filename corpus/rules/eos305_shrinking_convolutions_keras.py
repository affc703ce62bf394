"""EOS305: filters or kernels that shrink with depth (profiles theia and strict)."""
from keras import Sequential
from keras.layers import Conv2D, Dense, Flatten, GlobalAveragePooling2D, MaxPooling2D, UpSampling2D


def fewer_filters(x, y):
    model = Sequential()
    model.add(Conv2D(64, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Conv2D(32, 3, activation="relu"))  # expect[theia]: EOS305
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def smaller_kernel(x, y):
    model = Sequential()
    model.add(Conv2D(32, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Conv2D(64, (2, 2), activation="relu"))  # expect[theia]: EOS305
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_wide_stem(x, y):
    model = Sequential()
    model.add(Conv2D(32, 7, strides=2, activation="relu", input_shape=(64, 64, 3)))
    model.add(Conv2D(64, 5, activation="relu"))
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_bottleneck_and_scores(x, y):
    model = Sequential()
    model.add(Conv2D(64, 3, activation="relu", input_shape=(64, 64, 3)))
    model.add(Conv2D(32, 1, activation="relu"))
    model.add(Conv2D(64, 3, activation="relu"))
    model.add(Conv2D(10, 3, activation="softmax"))
    model.add(GlobalAveragePooling2D())
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_decoder(x):
    model = Sequential()
    model.add(Conv2D(64, 3, padding="same", activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D())
    model.add(Conv2D(32, 3, padding="same", activation="relu"))
    model.add(UpSampling2D())
    model.add(Conv2D(16, 3, padding="same", activation="relu"))
    model.add(Conv2D(1, 3, padding="same", activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, x)


def clean_factors(x, y):
    model = Sequential()
    model.add(Conv2D(32, (1, 7), activation="relu", input_shape=(28, 28, 1)))
    model.add(Conv2D(32, (7, 1), activation="relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
