# SPDX-License-Identifier: MIT
"""Every node kind that Python 3.11 has, each at least once; the string of a docstring is dropped."""
import os.path as path, sys
from ..pkg import (thing as t, other)
from . import *


@decorated(1)
async def coroutine(a, /, b: int = 1, *args: str, c, d=2, **kwargs) -> None:
    await a
    async for i in b:
        continue
    else:
        pass
    async with c as (x, y), d:
        return
    return [e async for e in b]


class Net(Base, metaclass=Meta):
    size: int = 3
    later: str

    def forward(self, x):
        yield
        got = yield x
        yield from got


def statements(a, b):
    global seen

    def inner():
        nonlocal a, b
    del a.x, b[0]
    a += 1
    a @= b
    first = [second, *rest] = (1, 2), 3
    for i, (j, k) in b:
        break
    else:
        pass
    while not a:
        a = a if b else -a
    if a: pass
    elif b: pass
    else: seen = ~a
    with open(a) as handle: handle.read()
    try: raise ValueError(a) from b
    except (KeyError, TypeError) as error: raise
    except: assert a, "why"
    else: pass
    finally: pass
    try: pass
    except* OSError: pass
    assert a


def expressions(a, b):
    a and b or not a
    (n := a) + b - a * b / a // b % a ** b << 1 >> 2 | 3 ^ 4 & 5
    lambda x, *, y=1: x
    {**a, 1: b}, {1, 2}, {k: v for k, v in a}, {k for k in a if k if b}
    (x for x in a for y in x)
    a < b <= 1 != 2 == 3 > 4 >= 5 is None is not True in b not in a
    call(a, *b, key=1, **a)
    f"{a!r:>8} text"
    a.b[1:2:3], a[:, ...], a[::]


def patterns(subject):
    match subject:
        case 1 | "two" | -3.5: pass
        case None | True: pass
        case [first, *rest] if rest: pass
        case [_, *_]: pass
        case {"key": value, **others}: pass
        case Point(x, y=0) as point: pass
        case a.b: pass


constants = (
    None, True, False, ..., 0, 9007199254740992, 9007199254740993, -9223372036854775807,
    9223372036854775808, 0.1, 1e400, 1e-320, 3.0, 2j, "Ünïcode\n", "nul\0", b"bytes\xff\0", "",
)
