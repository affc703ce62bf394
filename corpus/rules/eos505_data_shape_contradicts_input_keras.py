"""EOS505: the data have another shape than the declared input."""
from keras import Input, Model, Sequential, layers
from keras.datasets import cifar10, mnist
from keras.preprocessing.image import ImageDataGenerator


def maps_for_rows():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(layers.Dense(64, activation="relu", input_shape=(784,)))  # expect: EOS505 error
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def grey_for_colour():
    (x, y), _ = cifar10.load_data()
    model = Sequential()
    model.add(layers.Conv2D(16, 3, activation="relu", input_shape=(32, 32, 1)))  # expect: EOS505 error
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def pictures_of_another_size():
    feed = ImageDataGenerator(rescale=1 / 255).flow_from_directory("train", target_size=(224, 224))
    model = Sequential()
    model.add(layers.Conv2D(16, 3, activation="relu", input_shape=(96, 96, 3)))  # expect: EOS505 error  # info: EOS302
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(4, activation="softmax"))
    model.compile(optimizer="adam", loss="categorical_crossentropy")
    model.fit(feed, epochs=5)


def clean_last_axis_of_one():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(layers.Conv2D(16, 3, activation="relu", input_shape=(28, 28, 1)))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_any_size():
    (x, y), _ = cifar10.load_data()
    pictures = Input(shape=(None, None, 3))
    hidden = layers.GlobalAveragePooling2D()(layers.Conv2D(16, 3, activation="relu")(pictures))
    model = Model(pictures, layers.Dense(10, activation="softmax")(hidden))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x / 255.0, y)


def clean_reshaped():
    (x, y), _ = mnist.load_data()
    model = Sequential()
    model.add(layers.Dense(64, activation="relu", input_shape=(784,)))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.fit(x.reshape(60000, 784) / 255.0, y)
