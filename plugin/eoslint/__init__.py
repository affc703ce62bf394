# SPDX-License-Identifier: MIT
"""eoslint finds structural bugs in Keras and PyTorch programs without running them.

This file imports nothing: flake8 and pylint load the package in every worker, and a file that does not
concern us should cost next to nothing. Ask `eoslint.__version__` for the version of the core.
"""


def __getattr__(name: str) -> str:
    if name == "__version__":
        from eoslint._core import __version__

        return __version__
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
