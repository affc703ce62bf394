"""EOS405: a bias that batch normalisation takes away again (profile strict)."""
from keras import Sequential
from keras.layers import Activation, BatchNormalization, Conv2D, Dense, GlobalAveragePooling2D, LayerNormalization


def bias_by_default(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, input_shape=(28, 28, 1)))  # expect[strict]: EOS405
    model.add(BatchNormalization())
    model.add(Activation("relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(32, use_bias=True))  # expect[strict]: EOS405
    model.add(BatchNormalization())
    model.add(Activation("relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_without_bias(x, y):
    model = Sequential()
    model.add(Dense(64, use_bias=False, input_shape=(16,)))
    model.add(BatchNormalization())
    model.add(Activation("relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_activation_between(x, y):
    model = Sequential()
    model.add(Dense(64, activation="relu", input_shape=(16,)))
    model.add(BatchNormalization())
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)


def clean_other_norm(x, y):
    model = Sequential()
    model.add(Dense(64, input_shape=(16,)))
    model.add(LayerNormalization())
    model.add(Activation("relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y)
