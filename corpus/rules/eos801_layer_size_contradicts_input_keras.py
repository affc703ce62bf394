"""EOS801, Keras programs."""
from keras import Input, Sequential
from keras.layers import Conv1D, Conv2D, Dense, Embedding, Flatten, LSTM, MaxPooling2D, Reshape


def buggy_rows():
    return Sequential(
        [
            Input((784,)),
            Conv2D(32, 3, activation="relu"),  # expect: EOS801 error
            Flatten(),
            Dense(10, activation="softmax"),
        ]
    )


def buggy_recurrent():
    model = Sequential()
    model.add(Conv1D(32, 3, activation="relu", input_shape=(128, 6)))
    model.add(Flatten())
    model.add(LSTM(64))  # expect: EOS801 error
    model.add(Dense(1))
    return model


def clean_reshaped():
    return Sequential(
        [
            Input((784,)),
            Reshape((28, 28, 1)),
            Conv2D(32, 3, activation="relu"),
            MaxPooling2D(),
            Flatten(),
            Dense(10, activation="softmax"),
        ]
    )


def clean_embedded():
    return Sequential([Input((40,)), Embedding(5000, 64), LSTM(64), Dense(1, activation="sigmoid")])


def clean_unknown(shape):
    return Sequential([Input(shape), Conv2D(32, 3, activation="relu"), Flatten(), Dense(10)])
