"""EOS308: a dense layer on a map that was not flattened."""
import numpy as np
from keras import Input, Model, Sequential
from keras.datasets import mnist
from keras.layers import (
    Conv2D, Dense, Dropout, Flatten, GlobalAveragePooling1D, LayerNormalization, MaxPooling2D, Permute, add,
)
from keras.utils import to_categorical


def flattened_too_late(x, y):
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D((2, 2)))
    model.add(Dense(64, activation="relu"))  # expect: EOS308 warning
    model.add(Dropout(0.5))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def never_flattened():
    (x, y), _ = mnist.load_data()
    x = x.reshape(60000, 28, 28, 1).astype("float32") / 255
    y = to_categorical(y, 10)
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D((2, 2)))
    model.add(Dense(10, activation="softmax"))  # expect: EOS308 warning
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_flattened(x, y):
    model = Sequential()
    model.add(Conv2D(16, (3, 3), activation="relu", input_shape=(28, 28, 1)))
    model.add(MaxPooling2D((2, 2)))
    model.add(Flatten())
    model.add(Dense(64, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_steps(x, y):
    """Dense on each step of a sequence, pooled behind."""
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(20, 8)))
    model.add(GlobalAveragePooling1D())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_labels_per_step():
    x = np.random.rand(100, 20, 8)
    y = np.random.randint(0, 5, size=(100, 20))
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(20, 8)))
    model.add(Dense(5, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_mixer():
    """Dense over the channels and over the places of a map, on purpose."""
    image = Input(shape=(28, 28, 1))
    x = Conv2D(16, (7, 7), strides=7)(image)
    y = LayerNormalization()(x)
    y = Permute((3, 1, 2))(y)
    y = Dense(4, activation="relu")(y)
    y = Permute((2, 3, 1))(y)
    x = add([x, y])
    out = Dense(10, activation="softmax")(Flatten()(x))
    model = Model(image, out)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model
