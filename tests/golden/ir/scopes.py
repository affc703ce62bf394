# SPDX-License-Identifier: MIT
"""Python's scoping, case by case; test_ir.c asks where each name lives."""
import keras.layers
import numpy as np
from keras import models as m
from keras.layers import *

top = 1


def closure(base, *, factor=top):
    count = 0

    def step(x):
        nonlocal count
        count = count + x * base
        return unbound(count) + top

    return lambda y: step(y) + base


def declares():
    global made, top
    made = 2
    top = made

    def inner():
        return made

    def named():
        global made
        def made(): pass

    return inner


class Outer:
    size = 3
    own = size

    def method(self):
        return size, __class__

    class Inner:
        value = size

        def method(self):
            return value

    table = [size for _ in range(size)]


def comprehensions(rows):
    squares = [x * x for x in rows]
    nested = {x: [y for y in x if rows] for x in rows for z in x}
    last = [(kept := r) for r in rows if (also := r)]
    deep = [[(far := c) for c in r] for r in rows]
    return kept, also, far, x


[leaked := i for i in range(3)]


def bindings(subject):
    import os.path
    del gone
    with subject as (a, [b, *c]):
        pass
    try:
        pass
    except ValueError as error:
        pass
    for loop.attribute in subject:
        typed: int
    match subject:
        case [head, *tail] | {"k": head, **tail} | Point() as head:
            pass
    augmented += 1
    def later(default=subject, *rest: annotated, **more) -> returned:
        yield default
    class Local(parent, key=keyed):
        def method(self):
            return subject, Local
