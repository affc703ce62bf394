"""EOS107: a metric reads something else than labels and head give."""
from keras import Sequential
from keras.layers import Dense
from keras.metrics import Precision
from sklearn.datasets import make_regression


def zeros_counted_as_right():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(10, activation="softmax"))
    model.compile(
        optimizer="adam",
        loss="categorical_crossentropy",
        metrics=["binary_accuracy"],  # expect: EOS107 warning
    )


def rows_wanted_of_ids():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(10, activation="softmax"))
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=["categorical_accuracy"],  # expect: EOS107 warning
    )


def precision_of_columns():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(2, activation="softmax"))
    model.compile(
        optimizer="adam",
        loss="sparse_categorical_crossentropy",
        metrics=[Precision()],  # expect: EOS107 warning
    )


def accuracy_of_a_regression():
    x, y = make_regression(n_samples=5000, n_features=8)
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])  # info: EOS107
    model.fit(x, y, epochs=10)


def clean_accuracy_resolves_itself():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def clean_precision_of_one_unit():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=[Precision(), "binary_accuracy"])


def clean_accuracy_of_classes_by_distance(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(3, activation="sigmoid"))
    model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])
    model.fit(x, y)
