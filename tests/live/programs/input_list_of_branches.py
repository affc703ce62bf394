# SPDX-License-Identifier: MIT
from keras.layers import Input, Conv1D, Flatten, Dense, concatenate
from keras.models import Model

branches = []
inputs = []
for n in [8, 16]:
    visible = Input(shape=(n, 1))
    conv = Conv1D(4, kernel_size=n // 4)(visible)
    inputs.append(visible)
    branches.append(Flatten()(conv))
merged = concatenate(branches)
model = Model(inputs=inputs, outputs=Dense(1)(merged))
