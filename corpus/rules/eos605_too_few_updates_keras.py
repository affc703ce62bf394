"""EOS605: too few updates for a network that starts from random weights."""
import numpy as np
from keras import Sequential
from keras.applications import MobileNetV2
from keras.datasets import mnist
from keras.layers import Dense, Flatten
from sklearn.datasets import make_classification


def build():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def one_epoch_of_few_rows():
    x, y = make_classification(n_samples=500, n_features=20)
    model = build()
    model.fit(x, y)  # info: EOS605


def huge_batch():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y, batch_size=10000, epochs=5, validation_split=0.1)  # info: EOS605


def clean_one_epoch_of_many_rows():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_outer_loop(rounds):
    x, y = make_classification(n_samples=500, n_features=20)
    model = build()
    for _ in range(rounds):
        model.fit(x, y)


def clean_trained_backbone(x):
    model = Sequential()
    model.add(MobileNetV2(include_top=False, input_shape=(32, 32, 3), pooling="avg"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    (x, y), _ = mnist.load_data()
    model.fit(x[:320], y[:320])


def clean_unknown_rows(x, y):
    model = build()
    model.fit(x, y)


def clean_tries_whether_it_runs():
    x, y = np.random.rand(100, 20), np.zeros(100)
    model = build()
    model.fit(x, y)
