"""EOS205: a rectifier on the class scores in front of global pooling and softmax."""
from keras import Sequential
from keras.layers import Activation, Conv2D, Dense, GlobalAveragePooling2D, Softmax
from keras.losses import SparseCategoricalCrossentropy


def argument(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
    model.add(Conv2D(10, 1, activation="relu"))  # info: EOS205
    model.add(GlobalAveragePooling2D())
    model.add(Activation("softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def loss_on_scores(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
    model.add(Conv2D(10, 1))  # info: EOS205
    model.add(Activation("relu"))
    model.add(GlobalAveragePooling2D())
    model.compile(optimizer="adam", loss=SparseCategoricalCrossentropy(from_logits=True))
    model.fit(x, y)


def clean_linear_scores(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
    model.add(Conv2D(10, 1))
    model.add(GlobalAveragePooling2D())
    model.add(Softmax())
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)


def clean_features_not_scores(x, y):
    model = Sequential()
    model.add(Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)))
    model.add(Conv2D(64, 1, activation="relu"))
    model.add(GlobalAveragePooling2D())
    model.add(Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(x, y)
