# SPDX-License-Identifier: MIT
from keras import layers, Sequential

first = (6, 5)
pools = [(2, 2), (2, 2)]
model = Sequential([layers.Input((28, 28, 1)), layers.Conv2D(*first), layers.AveragePooling2D(*pools)])
model.add(layers.Conv2D(*(16, 5)))
model.add(layers.Flatten())
for n in (120, 84, 10):
    model.add(layers.Dense(*[n], **{"activation": "tanh"} if n > 10 else {}))
