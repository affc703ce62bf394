"""EOS606: the batch size contradicts a norm layer or the rows."""
from keras import Sequential
from keras.layers import BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D
from sklearn.datasets import make_classification


def one_row_under_norm(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, batch_size=1)  # expect: EOS606 error


def batch_above_rows():
    x, y = make_classification(n_samples=100, n_features=20)
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, batch_size=128, epochs=200)  # info: EOS606


def clean_all_rows_at_once():
    x, y = make_classification(n_samples=100, n_features=20)
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, batch_size=len(x), epochs=200)


def clean_norm_over_a_map(x, y):
    model = Sequential()
    model.add(Conv2D(16, 3, activation="relu", input_shape=(32, 32, 3)))
    model.add(BatchNormalization())
    model.add(GlobalAveragePooling2D())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, batch_size=1)


def clean_one_row_without_norm(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, batch_size=1)
