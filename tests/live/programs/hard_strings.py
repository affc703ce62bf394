# SPDX-License-Identifier: MIT
from keras import Sequential, layers

text = "16,8x4"
model = Sequential([layers.Input((9,))])
for part in text.replace("x", ",").split(","):
    model.add(layers.Dense(int(part)))
model.add(layers.Dense("abcdef".find("d") + 1))
model.add(layers.Dense("a-b-c".count("-")))
model.add(layers.Dense(int(f"{1:d}{2:02d}")))
model.add(layers.Dense(int("%d%d" % (2, 1))))
model.add(layers.Dense(len("  x y ".strip())))
model.add(layers.Dense(int("{0}{1}{0}".format(1, 0))))
model.add(layers.Dense(ord("\n")))
model.add(layers.Dense(int("7".zfill(3))))
model.add(layers.Dense(len("héllo"[1:])))
