# SPDX-License-Identifier: MIT
from keras import Sequential, layers

n = 5
model = Sequential([layers.Input((9,))])
model.add(layers.Dense(1 if 1 < n < 4 else 2))
model.add(layers.Dense(3 if n != 5 or not n > 7 else 4))
model.add(layers.Dense(5 if [] or "" or 0 or None else 6))
model.add(layers.Dense((0 or 7) and (n and 8)))
model.add(layers.Dense(9 if n is not None else 10))
model.add(layers.Dense(len({**{"a": 1}, "b": 2, "a": 3})))
model.add(layers.Dense(11 if isinstance(n, int) and not isinstance(n, (str, list)) else 12))
model.add(layers.Dense(13 if any(x > 2 for x in [1, 2]) else 14))
model.add(layers.Dense(15 if all([]) else 16))
