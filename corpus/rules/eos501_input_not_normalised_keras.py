"""EOS501: inputs of a large range reach fit, and no layer in front scales them."""
import numpy as np
from keras import Sequential, layers
from keras.applications import MobileNetV2
from keras.datasets import boston_housing, cifar10, imdb, mnist
from keras.preprocessing.image import ImageDataGenerator
from keras.utils import pad_sequences
from sklearn.preprocessing import StandardScaler


def raw_digits():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(layers.Flatten(input_shape=(28, 28)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)  # expect: EOS501 warning


def raw_pictures_from_folders():
    feed = ImageDataGenerator(horizontal_flip=True).flow_from_directory("train", target_size=(96, 96))
    model = Sequential()
    model.add(layers.Conv2D(16, 3, activation="relu", input_shape=(96, 96, 3)))  # info: EOS302
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(4, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(feed, epochs=5)  # expect: EOS501 warning


def large_numbers(y):
    x = np.arange(5000).reshape(1000, 5)
    model = Sequential()
    model.add(layers.Dense(8, activation="relu", input_shape=(5,)))
    model.add(layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=50)  # expect: EOS501 warning


def clean_divided():
    (x, y), _ = cifar10.load_data()
    x = x.astype("float32") / 255
    model = Sequential()
    model.add(layers.Flatten(input_shape=(32, 32, 3)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_rescaled_by_a_layer():
    (x, y), _ = cifar10.load_data()
    model = Sequential()
    model.add(layers.Rescaling(1 / 255, input_shape=(32, 32, 3)))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_batch_norm_in_front():
    (x, y), _ = cifar10.load_data()
    model = Sequential()
    model.add(layers.BatchNormalization(input_shape=(32, 32, 3)))
    model.add(layers.Flatten())
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_ids():
    (x, y), _ = imdb.load_data(num_words=10000)
    x = pad_sequences(x, maxlen=100)
    model = Sequential()
    model.add(layers.Embedding(10000, 16))
    model.add(layers.GlobalAveragePooling1D())
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(optimizer="adam", loss="binary_crossentropy")
    model.fit(x, y, epochs=5)


def clean_standardised():
    (x, y), _ = boston_housing.load_data()
    x = StandardScaler().fit_transform(x)
    model = Sequential()
    model.add(layers.Dense(8, activation="relu", input_shape=(13,)))
    model.add(layers.Dense(1))
    model.compile(optimizer="adam", loss="mse")
    model.fit(x, y, epochs=50)


def clean_backbone_decides():
    (x, y), _ = cifar10.load_data()
    model = Sequential()
    model.add(MobileNetV2(include_top=False, input_shape=(32, 32, 3), pooling="avg"))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x, y)


def clean_unseen_function(prepare):
    feed = ImageDataGenerator(preprocessing_function=prepare).flow_from_directory("train", target_size=(96, 96))
    model = Sequential()
    model.add(layers.Conv2D(16, 3, activation="relu", input_shape=(96, 96, 3)))  # info: EOS302
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(4, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(feed, epochs=5)
