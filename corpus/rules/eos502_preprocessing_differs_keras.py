"""EOS502: the arrays that train a model and those that judge it are prepared differently."""
import pandas as pd
from keras import Sequential, layers
from keras.datasets import mnist
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler


def build():
    model = Sequential()
    model.add(layers.Flatten(input_shape=(28, 28)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model


def build_table():
    model = Sequential()
    model.add(layers.Dense(8, activation="relu", input_shape=(4,)))
    model.add(layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    return model


def one_side_scaled():
    (x, y), (x_test, y_test) = mnist.load_data()  # expect: EOS502 warning
    model = build()
    model.fit(x / 255.0, y)
    model.evaluate(x_test, y_test)


def validation_not_scaled():
    (x, y), (x_test, y_test) = mnist.load_data()
    x = x / 255.0
    x_test = x_test.astype("float32")  # expect: EOS502 warning
    model = build()
    model.fit(x, y, validation_data=(x_test, y_test))


def scaled_twice():
    (x, y), _ = mnist.load_data()
    x = x / 255.0
    x = x / 255.0  # expect: EOS502 warning
    model = build()
    model.fit(x, y)


def test_part_not_scaled():
    table = pd.read_csv("table.csv").values
    x_train, x_test, y_train, y_test = train_test_split(table[:, 0:4], table[:, 4])  # expect: EOS502 warning
    x_train = StandardScaler().fit_transform(x_train)
    model = build_table()
    model.fit(x_train, y_train)
    model.predict(x_test)


def scaler_fitted_again():
    table = pd.read_csv("table.csv").values
    x_train, x_test, y_train, y_test = train_test_split(table[:, 0:4], table[:, 4])
    scaler = MinMaxScaler()
    x_train = scaler.fit_transform(x_train)
    x_test = scaler.fit_transform(x_test)  # expect: EOS502 warning
    model = build_table()
    model.fit(x_train, y_train)
    model.evaluate(x_test, y_test)


def clean_both_scaled():
    (x, y), (x_test, y_test) = mnist.load_data()
    x, x_test = x / 255.0, x_test / 255.0
    model = build()
    model.fit(x, y, validation_data=(x_test, y_test))
    model.evaluate(x_test, y_test)


def clean_both_scaled_by_their_largest():
    (x, y), (x_test, y_test) = mnist.load_data()
    model = build()
    model.fit(x / 255.0, y)
    model.evaluate(x_test / x_test.max(), y_test)


def clean_scaler_for_both():
    table = pd.read_csv("table.csv").values
    x_train, x_test, y_train, y_test = train_test_split(table[:, 0:4], table[:, 4])
    scaler = StandardScaler()
    x_train = scaler.fit_transform(x_train)
    x_test = scaler.transform(x_test)
    model = build_table()
    model.fit(x_train, y_train)
    model.evaluate(x_test, y_test)


def clean_other_data(x_new):
    (x, y), _ = mnist.load_data()
    model = build()
    model.fit(x / 255.0, y)
    model.predict(x_new)
