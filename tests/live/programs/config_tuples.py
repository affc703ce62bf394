# SPDX-License-Identifier: MIT
from keras import layers, models

spec = [(32, 3, 1), (64, 3, 2), (128, 1, 1)]
model = models.Sequential()
model.add(layers.Input((48, 48, 3)))
for i, (filters, kernel, stride) in enumerate(spec, start=1):
    model.add(layers.Conv2D(filters, kernel, strides=stride, padding="same", name="conv%d" % i))
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(len(spec)))
