# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((32, 32, 6)),
    layers.SeparableConv2D(12, 3, depth_multiplier=2),
    layers.DepthwiseConv2D(3, strides=2, padding="same"),
    layers.Conv2D(24, (1, 3), groups=3),
    layers.Conv2D(8, 3, dilation_rate=2),
    layers.Conv2DTranspose(4, 3, strides=2, output_padding=1),
    layers.MaxPooling2D((3, 2), padding="same"),
    layers.UpSampling2D((2, 3)),
    layers.PReLU(shared_axes=[1, 2]),
    layers.GlobalMaxPooling2D(keepdims=True),
    layers.Flatten(),
])
