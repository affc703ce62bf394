# SPDX-License-Identifier: MIT
from keras import Sequential, layers

model = Sequential([
    layers.Input((6, 4)),
    layers.Masking(mask_value=0.0),
    layers.Permute((2, 1)),
    layers.Reshape((-1, 3)),
    layers.GaussianNoise(0.1),
    layers.ActivityRegularization(l2=0.01),
    layers.Identity(),
    layers.Softmax(axis=-1),
    layers.ELU(),
    layers.ThresholdedReLU() if hasattr(layers, "ThresholdedReLU") else layers.ReLU(max_value=6),
    layers.AlphaDropout(0.1),
    layers.Flatten(),
    layers.GaussianDropout(0.2),
])
