# SPDX-License-Identifier: MIT
from keras.layers import Input, Conv2D, MaxPooling2D, AveragePooling2D, Flatten, Dense, concatenate
from keras.models import Model


def conv(x, n, k):
    return Conv2D(n, k, padding="same", activation="relu")(x)


def inception(x, f1, f3, f5, fp):
    towers = [
        conv(x, f1, 1),
        conv(conv(x, f3 // 2, 1), f3, 3),
        conv(conv(x, max(f5 // 4, 1), 1), f5, 5),
        conv(MaxPooling2D((3, 3), strides=(1, 1), padding="same")(x), fp, 1),
    ]
    return concatenate(towers, axis=-1)


image = Input(shape=(56, 56, 3))
net = conv(image, 32, (7, 7))
for f in [(16, 32, 8, 8), (32, 48, 16, 16)]:
    net = inception(net, *f)
    net = MaxPooling2D(2)(net)
net = AveragePooling2D(pool_size=(7, 7))(net)
net = Flatten()(net)
model = Model(image, Dense(1000, activation="softmax")(net))
