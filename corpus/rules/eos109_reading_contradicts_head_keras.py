"""EOS109: predictions are read in a way that the head does not give."""
import numpy as np
from keras import Sequential
from keras.layers import LSTM, Dense, TimeDistributed
from keras.losses import BinaryCrossentropy
from sklearn.preprocessing import MultiLabelBinarizer


def argmax_of_one_column(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
    return np.argmax(model.predict(x), axis=1)  # expect: EOS109 error


def argmax_of_independent_labels(x, tags):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(5, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, MultiLabelBinarizer().fit_transform(tags))
    predictions = model.predict(x)
    return predictions.argmax(axis=-1)  # expect: EOS109 warning


def threshold_of_scores(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss=BinaryCrossentropy(from_logits=True))
    model.fit(x, y)
    return model.predict(x) > 0.5  # expect: EOS109 warning


def clean_argmax_of_classes(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(2, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)
    return np.argmax(model.predict(x), axis=1)


def clean_threshold_of_probabilities(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
    return model.predict(x) > 0.5


def clean_best_of_the_batch(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
    return np.argmax(model.predict(x), axis=0)


def clean_best_step(x, y):
    model = Sequential()
    model.add(LSTM(16, return_sequences=True, input_shape=(10, 8)))
    model.add(TimeDistributed(Dense(1)))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
    return np.argmax(model.predict(x), axis=1)
