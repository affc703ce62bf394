"""EOS104: the labels are encoded in another way than the loss reads them."""
import numpy as np
from keras import Sequential
from keras.datasets import cifar10, mnist
from keras.layers import Dense, Flatten
from keras.utils import to_categorical


def ids_under_a_loss_of_rows():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")  # expect: EOS104 error
    model.fit(x / 255.0, y)


def rows_under_a_loss_of_ids():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")  # expect: EOS104 error
    model.fit(x / 255.0, to_categorical(y, 10))


def labels_scaled_with_the_images():
    (x, y), _ = mnist.load_data()
    x, y = x / 255.0, y / 255.0
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")  # expect: EOS104 error
    model.fit(x, y)


def clean_column_of_ids():
    (x, y), _ = cifar10.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(32, 32, 3)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_ids_as_floats():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y.astype("float32"))


def clean_soft_rows(x):
    y = to_categorical(np.array([0, 1, 2, 1]), 3) * 0.9 + 0.05
    model = Sequential()
    model.add(Dense(3, activation="softmax", input_shape=(8,)))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_labels_from_outside(x, y):
    model = Sequential()
    model.add(Dense(3, activation="softmax", input_shape=(8,)))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
