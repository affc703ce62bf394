# SPDX-License-Identifier: MIT
from keras.models import Sequential, Model
from keras.layers import Conv2D, MaxPooling2D, Flatten, Dense, Input, Lambda, Multiply


def create_base_network(input_shape):
    seq = Sequential()
    seq.add(Conv2D(16, (3, 3), activation="relu", input_shape=input_shape))
    seq.add(MaxPooling2D())
    seq.add(Flatten())
    seq.add(Dense(64, activation="relu"))
    return seq


shape = (28, 28, 1)
base = create_base_network(shape)
in_a, in_b = Input(shape=shape), Input(shape=shape)
joint = Multiply()([base(in_a), base(in_b)])
model = Model([in_a, in_b], Dense(1, activation="sigmoid")(joint))
