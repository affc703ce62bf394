# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((17, 19, 3)),
    layers.Conv2D(4, (3, 5), strides=(2, 3)),
    layers.MaxPooling2D((2, 3), strides=1, padding="same"),
    layers.Conv2DTranspose(5, (4, 3), strides=(3, 2), padding="same", dilation_rate=1),
    layers.Conv2DTranspose(6, 3, strides=1, dilation_rate=2),
    layers.DepthwiseConv2D((2, 3), depth_multiplier=2, dilation_rate=2, use_bias=False),
    layers.SeparableConv2D(3, 3, strides=2, padding="same", use_bias=False),
    layers.AveragePooling2D(3, padding="same"),
    layers.ZeroPadding2D(((1, 2), (3, 4))),
    layers.Cropping2D((1, 2)),
    layers.UpSampling2D(2, interpolation="bilinear"),
])
