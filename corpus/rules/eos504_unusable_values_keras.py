"""EOS504: text reaches a network that reads numbers."""
import numpy as np
from keras import Sequential
from keras.layers import Dense, Embedding, GlobalAveragePooling1D, TextVectorization


def words_for_numbers(y):
    x = np.array(["red", "green", "blue", "red"])
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(1,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=200)  # expect: EOS504 error


def numbers_made_text(y):
    x = np.arange(100).reshape(-1, 1).astype(str)
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(1,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=200)  # expect: EOS504 error


def clean_layer_that_reads_text(y):
    x = np.array(["red", "green", "blue", "red"])
    words = TextVectorization(max_tokens=100)
    words.adapt(x)
    model = Sequential([words, Embedding(100, 8), GlobalAveragePooling1D(), Dense(1, activation="sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=200)


def clean_text_made_numbers(y):
    x = np.arange(100).reshape(-1, 1).astype(str).astype("float32")
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(1,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=200)
