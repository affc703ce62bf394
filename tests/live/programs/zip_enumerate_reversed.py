# SPDX-License-Identifier: MIT
from keras import Sequential, layers

widths = [16, 32, 64]
rates = [0.1, 0.2, 0.3]
model = Sequential()
model.add(layers.Input((11,)))
for i, (w, r) in enumerate(zip(reversed(widths), rates)):
    model.add(layers.Dense(w, name=f"fc{i}"))
    if i < len(widths) - 1:
        model.add(layers.Dropout(r))
for w in sorted(widths)[:2]:
    model.add(layers.Dense(w))
for w in widths[::-1][1:]:
    model.add(layers.Dense(w + 1))
