"""EOS203: a softmax, or a stack of saturating activations, in hidden layers."""
from keras import Input, Model, Sequential
from keras.layers import Activation, BatchNormalization, Conv2D, Dense, Dropout, Flatten, Multiply


def hidden_softmax(x, y):
    model = Sequential()
    model.add(Dense(64, activation="softmax", input_shape=(8,)))  # expect: EOS203 warning
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def hidden_softmax_layer(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,)))
    model.add(Activation("softmax"))  # expect: EOS203
    model.add(Dropout(0.5))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def three_sigmoids(x, y):
    model = Sequential()
    model.add(Dense(64, activation="sigmoid", input_shape=(8,)))
    model.add(Dense(64, activation="sigmoid"))  # expect: EOS203
    model.add(Dense(32))
    model.add(Activation("sigmoid"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def two_sigmoid_convolutions(x, y):
    model = Sequential()
    model.add(Conv2D(32, (5, 5), activation="sigmoid", input_shape=(28, 28, 1)))
    model.add(Conv2D(32, (5, 5), activation="sigmoid"))  # expect: EOS203
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def two_tanh(x, y):
    model = Sequential()
    model.add(Dense(64, activation="tanh", input_shape=(8,)))
    model.add(Dense(64, activation="tanh"))  # expect[theia]: EOS203  # expect[strict]: EOS203
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_weights_of_features():
    features = Input(shape=(8,))
    hidden = Dense(16, activation="relu")(features)
    weights = Dense(16, activation="softmax")(hidden)
    seen = Multiply()([hidden, weights])
    out = Dense(1, activation="sigmoid")(seen)
    model = Model(features, out)
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


def clean_normalised_sigmoids(x, y):
    model = Sequential()
    model.add(Dense(64, activation="sigmoid", input_shape=(8,)))
    model.add(BatchNormalization())
    model.add(Dense(64, activation="sigmoid"))
    model.add(BatchNormalization())
    model.add(Dense(64, activation="sigmoid"))
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_autoencoder(x):
    model = Sequential()
    model.add(Dense(128, activation="sigmoid", input_shape=(784,)))
    model.add(Dense(32, activation="sigmoid"))
    model.add(Dense(128, activation="sigmoid"))
    model.add(Dense(784, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, x)


def clean_physics(x, y):
    model = Sequential()
    model.add(Dense(20, activation="tanh", input_shape=(2,)))
    model.add(Dense(20, activation="tanh"))  # expect[theia]: EOS203  # expect[strict]: EOS203
    model.add(Dense(20, activation="tanh"))
    model.add(Dense(20, activation="tanh"))
    model.add(Dense(20, activation="tanh"))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
