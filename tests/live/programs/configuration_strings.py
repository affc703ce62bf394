# SPDX-License-Identifier: MIT
"""Layers from strings like "d_u12_n3": regular expressions, slices, partial calls, enumerations."""
import itertools
import re
from enum import Enum
from functools import partial

from keras import Sequential, layers


class Place(str, Enum):
    FRONT = "front"
    BACK = "back"


def parse(text):
    options = {}
    for part in text.split("_")[1:]:
        key, value = re.split(r"(\d.*)", part)[:2]
        options[key] = int(value)
    return text[0], options


dense = partial(partial(layers.Dense, activation="relu"), use_bias=False)
model = Sequential([layers.Input((7,))])
for text in ("d_u12_n3", "o_u4_n1"):
    kind, options = parse(text)
    for _ in itertools.repeat(None, options["n"]):
        model.add(dense(options["u"]) if kind == "d" else layers.Dense(options["u"]))

match = re.match(r"(\w+?)(\d+)x(\d+)$", "mlp16x2")
widths = [int(match.group(2))] * int(match.group(3))
mlp = Sequential([layers.Input((5,)), *[layers.Dense(width) for width in widths]])
mlp.add(layers.Dense(3 if Place("back") == Place.BACK else 99))
