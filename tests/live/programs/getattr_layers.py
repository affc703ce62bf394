# SPDX-License-Identifier: MIT
from keras import layers, Sequential

plan = [("Conv1D", {"filters": 8, "kernel_size": 3}), ("MaxPooling1D", {}), ("Flatten", {}), ("Dense", {"units": 2})]
model = Sequential([layers.Input((30, 4))])
for name, arguments in plan:
    model.add(getattr(layers, name)(**arguments))
