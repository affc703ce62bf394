"""EOS507: rows sorted by class reach training as they are."""
from keras import Sequential
from keras.layers import Dense
from keras.utils import to_categorical
from sklearn.datasets import load_iris, load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.utils import shuffle


def build(width):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(width,)))
    model.add(Dense(3, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    return model


def last_class_cut_off():
    x, y = load_iris(return_X_y=True)
    model = build(4)
    model.fit(x, to_categorical(y), epochs=100, validation_split=0.2)  # expect: EOS507 warning


def batches_of_one_class():
    x, y = load_wine(return_X_y=True)
    model = build(13)
    model.fit(StandardScaler().fit_transform(x), to_categorical(y), epochs=100, shuffle=False)  # expect: EOS507 warning


def clean_shuffled_by_fit():
    x, y = load_iris(return_X_y=True)
    model = build(4)
    model.fit(x, to_categorical(y), epochs=100)


def clean_shuffled_before():
    x, y = load_iris(return_X_y=True)
    x, y = shuffle(x, y)
    model = build(4)
    model.fit(x, to_categorical(y), epochs=100, validation_split=0.2)


def clean_split_at_random():
    x, y = load_iris(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = build(4)
    model.fit(x_train, to_categorical(y_train), epochs=100, validation_split=0.2)
