# SPDX-License-Identifier: MIT
from dataclasses import dataclass, field

from keras import Sequential, layers


@dataclass
class Settings:
    width: int = 32
    depth: int = 2
    classes: int = 5
    sizes: list = field(default_factory=lambda: [8, 4])


settings = Settings(depth=3)
model = Sequential([layers.Input((settings.width,))])
for _ in range(settings.depth):
    model.add(layers.Dense(settings.width))
for s in settings.sizes:
    model.add(layers.Dense(s))
model.add(layers.Dense(settings.classes))
