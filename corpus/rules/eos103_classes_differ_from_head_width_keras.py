"""EOS103: the labels name another number of classes than the head has units."""
from keras import Sequential
from keras.datasets import cifar100, mnist
from keras.layers import Dense, Flatten
from keras.utils import to_categorical


def one_unit_short():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(9, activation="softmax"))  # expect: EOS103 error
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def rows_are_wider(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(10, activation="softmax"))  # expect: EOS103 error
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, to_categorical(y, 100))


def much_wider_head():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(100, activation="softmax"))  # info: EOS103
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_all_classes():
    (x, y), _ = cifar100.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(32, 32, 3)))
    model.add(Dense(100, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_background_class():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(11, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_rows(x, y):
    classes = 10
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(classes, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, to_categorical(y, classes))


def clean_labels_from_outside(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(3, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)
