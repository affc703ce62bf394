"""EOS503: rows or knowledge of the test part reach training."""
from keras import Sequential
from keras.layers import Dense
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def build():
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(20,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def validated_on_its_own_rows():
    x, y = make_classification(n_samples=5000, n_features=20)
    model = build()
    model.fit(x, y, epochs=10, validation_data=(x, y))  # expect: EOS503 error


def scaler_saw_everything():
    x, y = make_classification(n_samples=5000, n_features=20)
    x = StandardScaler().fit_transform(x)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = build()
    model.fit(x_train, y_train, epochs=10)  # info: EOS503


def clean_held_out_rows():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = build()
    model.fit(x_train, y_train, epochs=10, validation_data=(x_test, y_test))


def clean_scaler_of_the_training_part():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    scaler = StandardScaler().fit(x_train)
    model = build()
    model.fit(scaler.transform(x_train), y_train, epochs=10)
    model.evaluate(scaler.transform(x_test), y_test)


def clean_evaluated_on_both():
    x, y = make_classification(n_samples=5000, n_features=20)
    x_train, x_test, y_train, y_test = train_test_split(x, y)
    model = build()
    model.fit(x_train, y_train, epochs=10)
    model.evaluate(x_train, y_train)
    model.evaluate(x_test, y_test)
