# SPDX-License-Identifier: MIT
from keras import Sequential, layers

H, W, C = 12, 10, 3
model = Sequential([
    layers.Input((H * W * C,)),
    layers.Reshape((H, W, C)),
    layers.Permute((3, 1, 2)),
    layers.Reshape(target_shape=(C, -1)),
    layers.LSTM(4),
])
