# SPDX-License-Identifier: MIT
"""Runs programs with a live library, a process per program, and prints what was found in them as JSON.

    run_each(paths, read)   read(path) gives the answer for one program
    execute(path)           the names of a program after it ran as __main__
"""
from __future__ import annotations

import json
import os
import sys
import traceback
import types
from collections.abc import Callable


def execute(path: str) -> dict:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    module = types.ModuleType("__main__")
    module.__dict__.update({"__name__": "__main__", "__file__": path})
    sys.modules["__main__"] = module  # dataclasses look for it
    sys.argv = [path]
    exec(compile(text, path, "exec"), module.__dict__)
    return module.__dict__


def run_each(paths: list[str], read: Callable[[str], dict]) -> None:
    result = {}
    for path in paths:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            sys.stdout = sys.stderr
            try:
                answer = {"models": read(path)}
            except BaseException:
                answer = {"error": traceback.format_exc(limit=-3)}
            with os.fdopen(writer, "w") as pipe:
                json.dump(answer, pipe)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            result[os.path.splitext(os.path.basename(path))[0]] = json.loads(pipe.read() or '{"error": "died"}')
        os.waitpid(child, 0)
    json.dump(result, sys.stdout)
