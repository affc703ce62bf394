# SPDX-License-Identifier: MIT
"""Writes shape_cases.inc: what live layers make of their inputs, for test_shape.c.

    KERAS_BACKEND=torch python make_shape_cases.py > shape_cases.inc

Needs keras and torch==2.13.0. Each case is a call as a program would write it, evaluated here by
Python and there by the test's own reader, so both sides see the same text. A Keras layer is applied
to symbolic inputs (None is an unknown size), a PyTorch module to a batch of two samples. Sizes
exclude the batch axis; counts are count_params() and the sum over parameters().
"""
import os

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras
import torch

# (call, inputs); several inputs when the layer takes several
KERAS = [
    ("Concatenate()", "(None, 8)", "(3, 6)"), ("Concatenate()", "(3, 6)", "(None, 8)"),
    ("Dense(10)", "(784,)"), ("Dense(10, use_bias=False)", "(20, 8)"),
    ("Dense(units=3)", "(4, 5, 6)"), ("Dense(4)", "(None, 8)"), ("Conv1D(8, 3)", "(100, 4)"),
    ("Conv1D(8, 3, padding='causal', dilation_rate=2)", "(100, 4)"),
    ("Conv2D(32, 3)", "(28, 28, 1)"),
    ("Conv2D(32, (3, 5), strides=2, padding='same')", "(29, 28, 3)"),
    ("Conv2D(32, [3, 3], strides=(2, 1))", "(29, 28, 3)"),
    ("Conv2D(12, 3, groups=3, use_bias=False)", "(16, 16, 6)"),
    ("Conv2D(8, 3, data_format='channels_first')", "(3, 20, 30)"),
    ("Conv2D(8, 3, dilation_rate=(2, 3))", "(20, 20, 3)"), ("Conv2D(8, 3)", "(None, None, 3)"),
    ("Conv2D(8, 3, padding='same')", "(None, 7, 3)"), ("Conv3D(4, 3)", "(10, 11, 12, 2)"),
    ("Conv3D(4, (1, 2, 3), strides=(1, 2, 2), padding='same')", "(10, 11, 12, 2)"),
    ("Conv1DTranspose(6, 4, strides=3)", "(10, 5)"),
    ("Conv2DTranspose(16, 3, strides=2, padding='same')", "(7, 7, 32)"),
    ("Conv2DTranspose(16, 2, strides=3)", "(7, 7, 32)"),
    ("Conv2DTranspose(16, 5, strides=2, padding='same', output_padding=1)", "(7, 6, 8)"),
    ("Conv2DTranspose(16, 4, strides=2, output_padding=(1, 0))", "(7, 6, 8)"),
    ("Conv2DTranspose(3, 3, dilation_rate=2, use_bias=False)", "(7, 6, 8)"),
    ("Conv2DTranspose(3, 3, strides=2, data_format='channels_first')", "(8, 6, 7)"),
    ("Conv3DTranspose(3, 2, strides=2)", "(4, 5, 6, 2)"),
    ("DepthwiseConv1D(3, depth_multiplier=2)", "(20, 5)"),
    ("DepthwiseConv2D(3, strides=2, padding='same')", "(15, 15, 6)"),
    ("DepthwiseConv2D((3, 2), depth_multiplier=3, use_bias=False)", "(15, 15, 6)"),
    ("SeparableConv1D(8, 3)", "(30, 4)"),
    ("SeparableConv2D(16, 3, depth_multiplier=2, padding='same')", "(14, 14, 8)"),
    ("SeparableConv2D(16, 3, use_bias=False, data_format='channels_first')", "(8, 14, 14)"),
    ("MaxPooling1D(3)", "(20, 4)"), ("MaxPooling2D((2, 2))", "(27, 28, 8)"),
    ("MaxPooling2D(pool_size=(3, 2), strides=2, padding='same')", "(27, 28, 8)"),
    ("MaxPooling2D(2, strides=1)", "(27, 28, 8)"),
    ("MaxPooling2D(2, data_format='channels_first')", "(8, 27, 28)"),
    ("MaxPooling3D(2)", "(9, 8, 7, 2)"), ("AveragePooling1D(2, padding='same')", "(21, 4)"),
    ("AveragePooling2D(3, strides=(1, 2))", "(27, None, 8)"),
    ("AveragePooling3D((1, 2, 3))", "(9, 8, 7, 2)"), ("GlobalAveragePooling1D()", "(21, 4)"),
    ("GlobalAveragePooling2D()", "(7, 7, 64)"),
    ("GlobalAveragePooling2D(keepdims=True)", "(7, 7, 64)"),
    ("GlobalMaxPooling2D(data_format='channels_first')", "(64, 7, 7)"),
    ("GlobalMaxPooling3D()", "(7, 7, 7, 5)"),
    ("GlobalMaxPooling1D(keepdims=True, data_format='channels_first')", "(5, 9)"),
    ("AdaptiveAveragePooling2D((2, 3))", "(8, 9, 4)"), ("AdaptiveMaxPooling1D(4)", "(8, 3)"),
    ("AdaptiveAveragePooling2D(2, data_format='channels_first')", "(4, 8, 8)"),
    ("BatchNormalization()", "(28, 28, 16)"), ("BatchNormalization(axis=1)", "(8, 20, 20)"),
    ("BatchNormalization(scale=False)", "(10,)"),
    ("BatchNormalization(center=False, scale=False)", "(10,)"),
    ("LayerNormalization()", "(20, 16)"), ("LayerNormalization(axis=[1, 2])", "(20, 16)"),
    ("LayerNormalization(center=False)", "(20, 16)"),
    ("GroupNormalization(groups=4)", "(8, 8, 16)"),
    ("GroupNormalization(groups=2, axis=1, scale=False)", "(16, 8, 8)"),
    ("RMSNormalization()", "(20, 16)"), ("UnitNormalization()", "(20, 16)"),
    ("Normalization()", "(13,)"), ("Normalization(axis=None)", "(13, 4)"),
    ("Normalization(mean=0.5, variance=2.0)", "(13,)"), ("Dropout(0.5)", "(10, 3)"),
    ("SpatialDropout2D(0.2)", "(8, 8, 3)"), ("AlphaDropout(0.1)", "(10,)"),
    ("GaussianDropout(0.1)", "(10,)"), ("GaussianNoise(0.1)", "(10,)"),
    ("Activation('relu')", "(10, 3)"), ("ReLU()", "(10, 3)"), ("LeakyReLU()", "(10, 3)"),
    ("Softmax()", "(10,)"), ("ELU()", "(4, 4, 2)"), ("PReLU()", "(8, 8, 3)"),
    ("PReLU(shared_axes=[1, 2])", "(8, 8, 3)"), ("Flatten()", "(7, 7, 64)"),
    ("Flatten()", "(None, 4)"), ("Flatten()", "(9,)"), ("Flatten()", "()"),
    ("Reshape((7, 7, 4))", "(196,)"), ("Reshape((-1, 8))", "(4, 6)"),
    ("Reshape([2, -1, 3])", "(12,)"), ("Reshape((4, -1))", "(None, 8)"),
    ("Permute((2, 1))", "(10, 64)"), ("Permute((3, 1, 2))", "(4, 5, 6)"),
    ("RepeatVector(7)", "(32,)"), ("Cropping1D(2)", "(10, 3)"), ("Cropping1D((1, 3))", "(10, 3)"),
    ("Cropping2D(2)", "(10, 12, 3)"), ("Cropping2D((1, 2))", "(10, 12, 3)"),
    ("Cropping2D(((1, 2), (3, 4)), data_format='channels_first')", "(3, 10, 12)"),
    ("Cropping3D(((1, 1), (0, 2), (2, 1)))", "(6, 7, 8, 2)"), ("CenterCrop(5, 6)", "(10, 12, 3)"),
    ("ZeroPadding1D(2)", "(10, 3)"), ("ZeroPadding1D((0, 3))", "(10, 3)"),
    ("ZeroPadding2D()", "(10, 12, 3)"), ("ZeroPadding2D(padding=(3, 2))", "(10, 12, 3)"),
    ("ZeroPadding2D(((1, 0), (2, 3)), data_format='channels_first')", "(3, 10, 12)"),
    ("ZeroPadding3D((1, 2, 3))", "(6, 7, None, 2)"), ("UpSampling1D(3)", "(4, 2)"),
    ("UpSampling2D()", "(4, 5, 2)"),
    ("UpSampling2D((2, 3), data_format='channels_first')", "(4, 5, 2)"),
    ("UpSampling3D(2)", "(4, 5, 6, 2)"), ("Add()", "(4, 8)", "(4, 8)"),
    ("Add()", "(4, 8)", "(1, 8)"), ("Multiply()", "(4, None)", "(4, 8)"),
    ("Average()", "(8,)", "(8,)", "(8,)"), ("Subtract()", "(8,)", "(8,)"),
    ("Concatenate()", "(4, 8)", "(4, 6)"), ("Concatenate(axis=1)", "(4, 8)", "(3, 8)"),
    ("Concatenate(axis=3)", "(5, 5, 8)", "(5, 5, 2)", "(5, 5, 1)"),
    ("Concatenate(axis=-2)", "(None, 8)", "(3, 8)"), ("Dot(axes=1)", "(8,)", "(8,)"),
    ("Dot(axes=(2, 1))", "(4, 6)", "(6, 5)"), ("Dot(axes=-1)", "(4, 6)", "(5, 6)"),
    ("Maximum()", "(8,)", "(8,)"), ("Embedding(1000, 64)", "(20,)"),
    ("Embedding(input_dim=50, output_dim=8)", "(None,)"), ("LSTM(32)", "(20, 8)"),
    ("LSTM(32, return_sequences=True)", "(20, 8)"),
    ("LSTM(32, return_sequences=True, use_bias=False)", "(None, 8)"), ("GRU(16)", "(20, 8)"),
    ("GRU(16, reset_after=False)", "(20, 8)"), ("GRU(16, use_bias=False)", "(20, 8)"),
    ("SimpleRNN(5, return_sequences=True)", "(20, 8)"),
    ("RNN(keras.layers.LSTMCell(6), return_sequences=True)", "(20, 8)"),
    ("RNN(keras.layers.GRUCell(6))", "(20, 8)"), ("ConvLSTM1D(4, 3)", "(5, 20, 2)"),
    ("ConvLSTM2D(4, (3, 2), padding='same', return_sequences=True)", "(5, 20, 21, 2)"),
    ("ConvLSTM2D(4, 3, strides=2, data_format='channels_first')", "(5, 2, 20, 21)"),
    ("Bidirectional(keras.layers.LSTM(8))", "(20, 4)"),
    ("Bidirectional(keras.layers.GRU(8, return_sequences=True), merge_mode='sum')", "(20, 4)"),
    ("TimeDistributed(keras.layers.Dense(5))", "(20, 8)"),
    ("TimeDistributed(keras.layers.Conv2D(8, 3))", "(6, 28, 28, 3)"),
    ("TimeDistributed(keras.layers.Flatten())", "(6, 4, 4, 3)"),
    ("TimeDistributed(keras.layers.TimeDistributed(keras.layers.Dense(3)))", "(6, 5, 4)"),
    ("MultiHeadAttention(4, 16)", "(10, 32)", "(12, 24)"),
    (
        "MultiHeadAttention(num_heads=2, key_dim=8, value_dim=5, use_bias=False)",
        "(10, 32)",
        "(12, 24)",
        "(12, 20)",
    ),
    ("MultiHeadAttention(2, 8, output_shape=7)", "(10, 32)", "(10, 32)"),
    ("GroupQueryAttention(8, 4, 2)", "(10, 32)", "(10, 32)"), ("Attention()", "[(10, 6), (12, 8)]"),
    ("Attention(use_scale=True, score_mode='concat')", "[(10, 8), (12, 8)]"),
    ("AdditiveAttention()", "[(10, 8), (12, 8)]"), ("Rescaling(0.1)", "(8, 8, 3)"),
    ("RandomFlip()", "(8, 8, 3)"), ("RandomCrop(4, 5)", "(8, 8, 3)"),
    ("Resizing(16, 20)", "(8, 8, 3)"),
    ("Resizing(16, 20, data_format='channels_first')", "(3, 8, 8)"), ("Identity()", "(8,)"),
    ("Masking(0.0)", "(5, 8)"), ("ActivityRegularization(l1=0.1)", "(8,)"),
]

TORCH = [
    ("Linear(20, 5)", "(20,)"), ("Linear(20, 5, bias=False)", "(7, 20)"),
    ("LazyLinear(6)", "(4, 20)"), ("Conv1d(4, 8, 3)", "(4, 50)"),
    ("Conv2d(3, 16, 3)", "(3, 32, 32)"),
    ("Conv2d(3, 16, kernel_size=(3, 5), stride=2, padding=1)", "(3, 32, 33)"),
    ("Conv2d(3, 16, 3, padding='same', dilation=2)", "(3, 32, 33)"),
    ("Conv2d(4, 8, 3, groups=2, bias=False)", "(4, 9, 9)"),
    ("Conv2d(3, 16, 4, stride=(2, 3), padding=(0, 2), dilation=(1, 2))", "(3, 32, 33)"),
    ("Conv2d(3, 16, 3, padding='valid')", "(3, 32, 33)"),
    ("Conv3d(2, 4, 3, padding=1)", "(2, 5, 6, 7)"), ("LazyConv2d(8, 3)", "(3, 9, 9)"),
    ("ConvTranspose1d(4, 6, 3, stride=2)", "(4, 10)"),
    ("ConvTranspose2d(8, 4, 4, 2, 1)", "(8, 7, 7)"),
    ("ConvTranspose2d(8, 4, 3, stride=2, padding=1, output_padding=1, groups=2)", "(8, 7, 6)"),
    ("ConvTranspose2d(8, 4, 3, dilation=2, bias=False)", "(8, 7, 6)"),
    ("ConvTranspose3d(2, 3, 2, stride=(1, 2, 3))", "(2, 4, 5, 6)"), ("MaxPool1d(3)", "(4, 20)"),
    ("MaxPool2d(2)", "(8, 15, 15)"), ("MaxPool2d(2, ceil_mode=True)", "(8, 15, 15)"),
    ("MaxPool2d(3, stride=2, padding=1)", "(8, 15, 16)"),
    ("MaxPool2d(kernel_size=(3, 2), stride=(2, 1), dilation=(2, 1))", "(8, 15, 16)"),
    ("MaxPool2d(2, stride=3, ceil_mode=True, padding=1)", "(8, 6, 7)"),
    ("MaxPool3d(2)", "(2, 4, 6, 9)"), ("AvgPool1d(2, stride=1)", "(4, 9)"),
    ("AvgPool2d(3, stride=2, padding=1, ceil_mode=True)", "(4, 9, 10)"),
    ("AvgPool3d(2)", "(4, 9, 10, 11)"), ("LPPool2d(2, 3, stride=2)", "(4, 9, 10)"),
    ("AdaptiveAvgPool2d(1)", "(64, 7, 7)"), ("AdaptiveAvgPool2d((5, None))", "(64, 7, 9)"),
    ("AdaptiveMaxPool2d((2, 3))", "(64, 7, 7)"), ("AdaptiveAvgPool1d(4)", "(5, 9)"),
    ("AdaptiveAvgPool3d(2)", "(5, 9, 8, 7)"), ("BatchNorm1d(10)", "(10,)"),
    ("BatchNorm2d(16)", "(16, 8, 8)"), ("BatchNorm2d(16, affine=False)", "(16, 8, 8)"),
    ("BatchNorm3d(4, track_running_stats=False)", "(4, 2, 2, 2)"),
    ("LazyBatchNorm2d()", "(6, 8, 8)"), ("LayerNorm(16)", "(5, 16)"),
    ("LayerNorm((5, 16))", "(5, 16)"), ("LayerNorm([5, 16], bias=False)", "(5, 16)"),
    ("LayerNorm(16, elementwise_affine=False)", "(5, 16)"), ("GroupNorm(4, 16)", "(16, 8, 8)"),
    ("GroupNorm(4, 16, affine=False)", "(16, 8, 8)"), ("InstanceNorm2d(6)", "(6, 8, 8)"),
    ("InstanceNorm2d(6, affine=True)", "(6, 8, 8)"), ("RMSNorm(16)", "(5, 16)"),
    ("RMSNorm(16, elementwise_affine=False)", "(5, 16)"), ("LocalResponseNorm(2)", "(6, 8, 8)"),
    ("Dropout(0.5)", "(10,)"), ("Dropout2d()", "(3, 4, 4)"), ("AlphaDropout()", "(10,)"),
    ("ReLU()", "(10,)"), ("ReLU(inplace=True)", "(3, 4, 4)"), ("GELU()", "(10,)"),
    ("Softmax(dim=1)", "(10,)"), ("LogSoftmax(dim=-1)", "(10,)"), ("PReLU()", "(3, 4)"),
    ("PReLU(num_parameters=3)", "(3, 4)"), ("GLU()", "(3, 8)"), ("GLU(dim=1)", "(6, 5)"),
    ("Tanh()", "(4,)"), ("Flatten()", "(64, 7, 7)"), ("Flatten(2)", "(64, 7, 7)"),
    ("Flatten(start_dim=1, end_dim=2)", "(64, 7, 5)"), ("Flatten(1, -2)", "(64, 7, 5)"),
    ("Unflatten(1, (4, 5))", "(20, 3)"), ("Unflatten(-1, (2, -1))", "(20, 6)"),
    ("Identity()", "(5, 2)"), ("Identity(54, x=1)", "(5, 2)"), ("ZeroPad2d(2)", "(3, 8, 9)"),
    ("ZeroPad2d((1, 2, 3, 4))", "(3, 8, 9)"), ("ConstantPad1d((2, -1), 0.5)", "(3, 8)"),
    ("ReflectionPad2d(1)", "(3, 8, 9)"), ("ReplicationPad3d((1, 0, 2, 0, 0, 3))", "(2, 3, 4, 5)"),
    ("CircularPad1d(1)", "(3, 8)"), ("Upsample(scale_factor=2)", "(3, 8, 9)"),
    ("Upsample(size=(10, 20))", "(3, 8, 9)"), ("Upsample(scale_factor=(1.5, 2))", "(3, 7, 9)"),
    ("Upsample(size=7)", "(3, 8, 9)"), ("UpsamplingNearest2d(scale_factor=3)", "(3, 8, 9)"),
    ("UpsamplingBilinear2d(size=(4, 5))", "(3, 8, 9)"), ("PixelShuffle(2)", "(8, 4, 5)"),
    ("PixelUnshuffle(2)", "(2, 4, 6)"), ("ChannelShuffle(2)", "(4, 3, 3)"),
    ("Embedding(100, 16)", "(12,) int"), ("Embedding(100, 16, padding_idx=0)", "(12, 3) int"),
    ("LSTM(8, 16)", "(5, 8)"), ("LSTM(8, 16, 2, batch_first=True)", "(5, 8)"),
    (
        "LSTM(input_size=8, hidden_size=16, num_layers=3, bidirectional=True, batch_first=True)",
        "(5, 8)",
    ),
    ("LSTM(8, 16, bias=False)", "(5, 8)"),
    ("LSTM(8, 16, 2, proj_size=4, bidirectional=True)", "(5, 8)"),
    ("LSTM(8, 16, 1, True, True, 0.0, True)", "(5, 8)"), ("GRU(8, 16, batch_first=True)", "(5, 8)"),
    ("GRU(8, 16, num_layers=2, bidirectional=True)", "(5, 8)"), ("RNN(8, 16)", "(5, 8)"),
    ("RNN(8, 16, 2, 'relu', False)", "(5, 8)"),
    ("MultiheadAttention(16, 4, batch_first=True)", "(5, 16)", "(5, 16)", "(5, 16)"),
    ("MultiheadAttention(16, 4, kdim=6, vdim=7, batch_first=True)", "(5, 16)", "(9, 6)", "(9, 7)"),
    ("MultiheadAttention(16, 4, bias=False)", "(5, 16)", "(5, 16)", "(5, 16)"),
    ("MultiheadAttention(16, 4, add_bias_kv=True)", "(5, 16)", "(5, 16)", "(5, 16)"),
]


def show(shape):
    """A shape as eos_shape_show tells it."""
    sizes = ["?" if size is None else str(int(size)) for size in shape]
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(sizes)})"


def run_keras(call, texts):
    """Input shapes, output shape and weights of one Keras layer."""
    shapes = [eval(text) for text in texts]
    is_listed = isinstance(shapes[0], list)
    shapes = shapes[0] if is_listed else shapes
    layer = eval("keras.layers." + call)
    tensors = [keras.Input(shape) for shape in shapes]
    is_merge = is_listed or isinstance(layer, keras.layers.Add.__base__)
    output = layer(tensors) if is_merge else layer(*tensors)
    return shapes, output.shape[1:], layer.count_params()


def run_torch(call, texts):
    """The same of one PyTorch module; a module that gives several tensors tells the first."""
    module = eval("torch.nn." + call)
    inputs = []
    for text in texts:
        shape = eval(text.removesuffix(" int"))
        data = torch.zeros((2, *shape))
        inputs.append(data.long() if text.endswith(" int") else data)
    with torch.no_grad():
        output = module(*inputs)
    output = output[0] if isinstance(output, tuple) else output
    shapes = [tuple(data.shape[1:]) for data in inputs]
    return shapes, tuple(output.shape[1:]), sum(weight.numel() for weight in module.parameters())


def main():
    """Prints the table."""
    print("/* SPDX-License-Identifier: MIT */")
    versions = f"keras {keras.__version__} and torch {torch.__version__.split('+')[0]}"
    print(f"/* Written by make_shape_cases.py with {versions}; do not edit by hand.")
    print("   path, arguments, inputs, output, parameters */")
    tables = (("keras.layers.", run_keras, KERAS), ("torch.nn.", run_torch, TORCH))
    for prefix, run, cases in tables:
        for call, *texts in cases:
            shapes, output, count = run(call, texts)
            name, arguments = call.split("(", 1)
            inputs = " | ".join(show(shape) for shape in shapes)
            print(f'{{"{prefix}{name}",\n "{arguments[:-1]}",')
            print(f' "{inputs}", "{show(output)}", {count}}},')


if __name__ == "__main__":
    main()
