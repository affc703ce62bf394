# SPDX-License-Identifier: MIT
"""Builders behind a registry that a decorator fills from records, as model libraries keep them."""
from collections import defaultdict, deque
from dataclasses import asdict, dataclass, field, replace

from keras import Sequential, layers


@dataclass
class Config:
    units: int = 8
    tags: deque = field(default_factory=deque)
    name: str = ""


CONFIGS = {"small.a": Config(units=5), "small.b": Config(units=6), "large": Config(units=17)}
BUILDERS = {}
TAGS = defaultdict(list)
for key, config in CONFIGS.items():
    name, _, tag = key.partition(".")
    TAGS[name].append(tag)


def register(build):
    BUILDERS[build.__name__] = build
    return build


@register
def small(**options):
    tags = deque(TAGS["small"])
    tags.appendleft("a")
    config = replace(CONFIGS["small." + tags[-1]], name="small")
    config = {**asdict(config), **options}
    return Sequential([layers.Input((4,)), layers.Dense(config["units"]), layers.Dense(len(tags))])


@register
def large(**options):
    config = asdict(CONFIGS["large"])
    config.update(options)
    return Sequential([layers.Input((4,)), layers.Dense(config["units"]), layers.Dense(len(TAGS["none"]) + 1)])


first = BUILDERS["small"]()
second = BUILDERS["large"](units=9)
third = Sequential([layers.Input((3,)), layers.Dense(2 if "medium" in BUILDERS else 4)])
