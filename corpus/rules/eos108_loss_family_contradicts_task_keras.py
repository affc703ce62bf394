"""EOS108: a distance on classes, or a class loss on continuous targets."""
import numpy as np
from keras import Sequential
from keras.datasets import mnist
from keras.layers import Dense, Flatten
from keras.utils import to_categorical
from sklearn.datasets import make_classification, make_regression


def distance_to_one_hot_rows():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])  # expect: EOS108 warning
    model.fit(x / 255.0, to_categorical(y, 10))


def distance_to_ids():
    x, y = make_classification(n_samples=5000, n_features=20, n_classes=2)
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="mae")  # expect: EOS108 warning
    model.fit(x, y, epochs=10)


def classes_of_a_regression():
    x, y = make_regression(n_samples=5000, n_features=8)
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")  # expect: EOS108 warning
    model.fit(x, y, epochs=10)


def clean_autoencoder():
    (x, y), _ = mnist.load_data()
    x = x.reshape(-1, 784) / 255.0
    model = Sequential()
    model.add(Dense(32, activation="relu", input_shape=(784,)))
    model.add(Dense(784, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, x)


def clean_fractions(x):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, np.linspace(0, 1, 100))


def clean_adversary(x, generator):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.train_on_batch(x, np.ones((64, 1)))
    model.train_on_batch(generator.predict(x), np.zeros((64, 1)))


def clean_counts(x):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, np.array([3, 1, 4, 1, 5, 9]))
