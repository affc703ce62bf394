"""EOS101: the output activation contradicts the loss."""
import keras
from keras import Sequential, layers
from keras.layers import Activation, Dense, Flatten
from keras.losses import BinaryCrossentropy, CategoricalCrossentropy


def linear_under_binary_crossentropy(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))  # expect: EOS101 error
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def relu_under_categorical_crossentropy(x, y):
    model = Sequential([
        Dense(16, activation="relu", input_shape=(8,)),
        Dense(5, activation="relu"),  # expect: EOS101 error
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def sigmoid_under_categorical_crossentropy(x, y):
    model = Sequential()
    model.add(Flatten(input_shape=(28, 28)))
    model.add(Dense(10))
    model.add(Activation("sigmoid"))  # expect: EOS101 error
    model.compile(loss="categorical_crossentropy", optimizer="sgd")
    model.fit(x, y)


def softmax_under_logits(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(3, activation="softmax"))  # expect: EOS101 error
    model.compile("adam", CategoricalCrossentropy(from_logits=True))
    model.fit(x, y)


def width_from_outside(x, y, classes):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(classes))  # expect: EOS101 error
    model.compile("adam", "sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_sigmoid(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_logits(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss=BinaryCrossentropy(from_logits=True))
    model.fit(x, y)


def clean_softmax_layer(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(3))
    model.add(layers.Dropout(0.1))  # expect: EOS404 warning
    model.add(Activation("softmax"))
    model.compile("adam", "categorical_crossentropy")
    model.fit(x, y)


def clean_regression(x, y):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile("adam", "mse")
    model.fit(x, y)


def clean_custom_loss(x, y, my_loss):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1))
    model.compile("adam", my_loss)
    model.fit(x, y)


def clean_unknown_activation(x, y, activation):
    model = Sequential()
    model.add(Dense(16, activation="relu", input_shape=(8,)))
    model.add(Dense(1, activation=activation))
    model.compile("adam", keras.losses.binary_crossentropy)
    model.fit(x, y)


def clean_finished_elsewhere(add_head):
    model = keras.Sequential([keras.layers.Dense(16, activation="relu", input_shape=(8,))])
    model.add(keras.layers.Dense(10))
    add_head(model)
    model.compile(optimizer="adam", loss="categorical_crossentropy")
