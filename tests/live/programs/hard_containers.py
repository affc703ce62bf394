# SPDX-License-Identifier: MIT
from keras import Sequential, layers

d = {"a": 3, "b": 4}
d.update(b=5, c=6)
d.setdefault("d", 7)
d.setdefault("a", 99)
gone = d.pop("c")
order = sorted(d.items(), key=lambda kv: -kv[1])
s = {3, 3, 4}
t = (1, 2, 3) * 2 + (9,)
sizes = [v for _, v in order] + [gone, len(s), t[-1], t.index(3) + 1, t.count(1)]
sizes.sort(reverse=True)
sizes.remove(9)
model = Sequential([layers.Input((9,)), *(layers.Dense(n) for n in sizes)])
if "d" in d and 42 not in sizes:
    model.add(layers.Dense(d.get("zz", 8)))
