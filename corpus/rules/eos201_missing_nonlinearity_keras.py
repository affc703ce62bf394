"""EOS201: nothing nonlinear between two layers with weights."""
from keras import Sequential
from keras.layers import (
    Activation, BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Dropout, Flatten,
    LeakyReLU, MaxPooling2D,
)
from keras.losses import CategoricalCrossentropy


def hidden_layer_without_activation(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,)))  # expect: EOS201 warning
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def convolutions_without_activation(x, y):
    model = Sequential()
    model.add(Conv2D(32, (3, 3), input_shape=(28, 28, 1)))  # expect: EOS201
    model.add(Dropout(0.25))
    model.add(Conv2D(64, (3, 3), activation="relu"))
    model.add(MaxPooling2D((2, 2)))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def norm_is_no_nonlinearity(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,), activation="relu"))
    model.add(Dense(32, activation="linear"))  # expect: EOS201
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def all_hidden_layers_linear(x, y):
    model = Sequential()  # expect: EOS201
    model.add(Dense(64, input_shape=(8,)))
    model.add(Dense(64))
    model.add(Dense(32))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)


def clean_activation_layers(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,)))
    model.add(Activation("relu"))
    model.add(Dense(32))
    model.add(BatchNormalization())
    model.add(LeakyReLU())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_max_pooling(x, y):
    model = Sequential()
    model.add(Conv2D(32, (3, 3), input_shape=(28, 28, 1)))  # expect[theia]: EOS201
    model.add(MaxPooling2D((2, 2)))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_separable(x, y):
    model = Sequential()
    model.add(DepthwiseConv2D((3, 3), input_shape=(28, 28, 8)))
    model.add(Conv2D(64, (1, 1)))
    model.add(DepthwiseConv2D((3, 3)))
    model.add(Conv2D(64, (1, 1), activation="relu"))
    model.add(Flatten())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_bottleneck(x, y):
    model = Sequential()
    model.add(Dense(8, input_shape=(512,)))
    model.add(Dense(512, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_unknown_activation(x, y, activation):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,), activation=activation))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def output_without_activation(x, y):
    """The head has scores, the loss takes probabilities: EOS101 says so, profile theia here too."""
    model = Sequential()
    model.add(Dense(64, input_shape=(8,), activation="relu"))
    model.add(Dense(10))  # expect: EOS101  # expect[theia]: EOS201
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_output_of_scores(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,), activation="relu"))
    model.add(Dense(10))
    model.compile(optimizer="adam", loss=CategoricalCrossentropy(from_logits=True))
    model.fit(x, y)


def clean_output_of_numbers(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(8,), activation="relu"))
    model.add(Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y)
