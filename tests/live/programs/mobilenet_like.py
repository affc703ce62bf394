# SPDX-License-Identifier: MIT
from keras import Input, Model, layers


def make_divisible(v, divisor=8, min_value=None):
    if min_value is None:
        min_value = divisor
    new_v = max(min_value, int(v + divisor / 2) // divisor * divisor)
    if new_v < 0.9 * v:
        new_v += divisor
    return new_v


def inverted(x, expansion, stride, alpha, filters, block_id):
    in_channels = x.shape[-1]
    out = make_divisible(int(filters * alpha), 8)
    shortcut = x
    if block_id:
        x = layers.Conv2D(expansion * in_channels, 1, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU(6.0)(x)
    if stride == 2:
        x = layers.ZeroPadding2D(((0, 1), (0, 1)))(x)
    x = layers.DepthwiseConv2D(3, strides=stride, use_bias=False, padding="same" if stride == 1 else "valid")(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU(6.0)(x)
    x = layers.Conv2D(out, 1, padding="same", use_bias=False, name=f"project_{block_id}")(x)
    x = layers.BatchNormalization()(x)
    if in_channels == out and stride == 1:
        x = layers.Add()([shortcut, x])
    return x


inputs = Input((96, 96, 3))
x = layers.Conv2D(make_divisible(32 * 0.75), 3, strides=2, padding="same", use_bias=False)(inputs)
table = [(1, 1, 16, 1), (6, 2, 24, 2), (6, 2, 32, 2)]
block = 0
for expansion, stride, filters, repeats in table:
    for r in range(repeats):
        x = inverted(x, expansion, stride if r == 0 else 1, 0.75, filters, block)
        block += 1
model = Model(inputs, layers.Dense(5)(layers.GlobalAveragePooling2D()(x)))
