# SPDX-License-Identifier: MIT
import keras
from keras import layers

assert keras.__version__ > "3"
strategy = None
try:
    depth = 2
    model = keras.Sequential([layers.Input((4,))])
    for i in range(depth):
        model.add(layers.Dense(3 + i))
finally:
    depth = 0
model.add(layers.Dense(1))
print(model.summary())
