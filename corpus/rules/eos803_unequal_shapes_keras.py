"""EOS803, Keras programs."""
from keras import Input, Model, layers


def buggy_add():
    inputs = Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    y = layers.Conv2D(32, 3, padding="same", activation="relu")(x)
    return Model(inputs, layers.Add()([x, y]))  # expect: EOS803 error


def buggy_concatenate():
    inputs = Input((32, 32, 3))
    x = layers.Conv2D(16, 3, activation="relu")(inputs)
    y = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    return Model(inputs, layers.Concatenate()([x, y]))  # expect: EOS803 error


def clean_add():
    inputs = Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    y = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    return Model(inputs, layers.Add()([x, y]))


def clean_concatenate():
    inputs = Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    y = layers.Conv2D(48, 3, padding="same", activation="relu")(inputs)
    return Model(inputs, layers.Concatenate()([x, y]))


def clean_gate():
    inputs = Input((32, 32, 3))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(inputs)
    gate = layers.GlobalAveragePooling2D(keepdims=True)(x)
    gate = layers.Conv2D(16, 1, activation="sigmoid")(gate)
    return Model(inputs, layers.Multiply()([x, gate]))
