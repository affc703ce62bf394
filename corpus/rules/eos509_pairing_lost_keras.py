"""EOS509: inputs and labels do not belong together."""
from keras import Sequential
from keras.layers import Dense
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split


def build():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def wrong_order():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, y_train, x_test, y_test = train_test_split(x, y)
    model = build()
    model.fit(x_train, y_train, epochs=10)  # expect: EOS509 error


def labels_of_the_other_part():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = build()
    model.fit(x_train, y_train, epochs=10)
    model.evaluate(x_test, y_train)  # expect: EOS509 error


def clean_right_order():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = build()
    model.fit(x_train, y_train, epochs=10)
    model.evaluate(x_test, y_test)


def clean_list_of_one_array():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test = train_test_split(x, random_state=0)
    y_train, y_test = train_test_split(y, random_state=0)
    model = build()
    model.fit(x_train, y_train, epochs=10)
