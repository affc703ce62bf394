"""EOS105: the last activation bounds the output, and the target goes beyond."""
import numpy as np
from keras import Sequential
from keras.datasets import boston_housing
from keras.layers import Dense
from sklearn.datasets import make_regression
from sklearn.preprocessing import MinMaxScaler


def sigmoid_on_a_line(x):
    y = np.arange(0, 100)
    model = Sequential()
    model.add(Dense(8, activation="relu", input_shape=(4,)))
    model.add(Dense(1, activation="sigmoid"))  # expect: EOS105 warning
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def relu_below_zero():
    x, y = make_regression(n_samples=5000, n_features=8)
    model = Sequential()
    model.add(Dense(8, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="relu"))  # expect: EOS105 warning
    model.compile(optimizer="adam", loss="mae")
    model.fit(x, y, epochs=10)


def prices_under_tanh():
    (x, y), _ = boston_housing.load_data()
    model = Sequential()
    model.add(Dense(8, activation="relu", input_shape=(13,)))
    model.add(Dense(1, activation="tanh"))  # expect: EOS105 warning
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=50)


def clean_prices_under_relu():
    (x, y), _ = boston_housing.load_data()
    model = Sequential()
    model.add(Dense(8, activation="relu", input_shape=(13,)))
    model.add(Dense(1, activation="relu"))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=50)


def clean_scaled_target(x):
    y = MinMaxScaler().fit_transform(np.arange(0, 100).reshape(-1, 1))
    model = Sequential()
    model.add(Dense(8, activation="relu", input_shape=(4,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_placeholder():
    x, y = np.random.rand(5000, 4), np.zeros((5000, 1))
    model = Sequential()
    model.add(Dense(8, activation="relu", input_shape=(4,)))
    model.add(Dense(1, activation="tanh"))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
