"""EOS106: independent labels meet an output that chooses one class."""
from keras import Sequential
from keras.layers import Dense
from keras.utils import to_categorical
from sklearn.datasets import make_multilabel_classification
from sklearn.preprocessing import MultiLabelBinarizer


def softmax_on_several_labels():
    x, y = make_multilabel_classification(n_samples=5000, n_features=20, n_classes=3)
    model = Sequential()
    model.add(Dense(20, activation="relu", input_shape=(20,)))
    model.add(Dense(3, activation="softmax"))  # expect: EOS106 warning
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y, epochs=10)


def softmax_on_tags(x, tags):
    y = MultiLabelBinarizer().fit_transform(tags)
    model = Sequential()
    model.add(Dense(20, activation="relu", input_shape=(20,)))
    model.add(Dense(12, activation="softmax"))  # expect: EOS106 warning
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=10)


def clean_sigmoid_on_several_labels():
    x, y = make_multilabel_classification(n_samples=5000, n_features=20, n_classes=3)
    model = Sequential()
    model.add(Dense(20, activation="relu", input_shape=(20,)))
    model.add(Dense(3, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=10)


def clean_one_hot(x, y):
    model = Sequential()
    model.add(Dense(20, activation="relu", input_shape=(20,)))
    model.add(Dense(3, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, to_categorical(y, 3), epochs=10)


def clean_rows_from_outside(x, y):
    model = Sequential()
    model.add(Dense(20, activation="relu", input_shape=(20,)))
    model.add(Dense(3, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y, epochs=10)
