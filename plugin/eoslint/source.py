# SPDX-License-Identifier: MIT
"""Program text from bytes, as Python itself reads it (PEP 263), and safe opening of files.

Only regular files are opened: a FIFO would wait for ever, a device never end.
"""
from __future__ import annotations

import os
import stat

READ_LIMIT = 64 << 20  # bytes; the core judges at most 16 MB (native/base/limits.h)


class SourceError(Exception):
    """A file that cannot be read as a program; `line` is 0 when no line is to blame."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def decode(data: bytes) -> str:
    """The text without BOM and with \\n line ends; raises SyntaxError or UnicodeDecodeError."""
    encoding = "utf-8-sig"
    head = data.split(b"\n", 2)[:2]
    if any(b"coding" in line for line in head) or b"\r" in data[:200]:
        import io
        import tokenize

        encoding = tokenize.detect_encoding(io.BytesIO(data).readline)[0]
        if encoding == "utf-8":
            encoding = "utf-8-sig"
    text = data.decode(encoding)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _place_of(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def text_of(data: bytes) -> tuple[str, tuple[int, str] | None]:
    """The text, and (line, message) when Python could not have read it: then what can be read of it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), (1, "cannot be decoded: UTF-16, and Python wants UTF-8")
    try:
        return decode(data), None
    except UnicodeDecodeError as error:
        line = _place_of(data, error.start)
        trouble = (line, f"cannot be decoded as {error.encoding}: {error.reason}")
    except (SyntaxError, LookupError) as error:  # an encoding that nobody knows
        trouble = (1, f"cannot be decoded: {error}")
    text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), trouble


def read_bytes(path: str) -> bytes:
    """What is in the file; SourceError says in one line why there is nothing."""
    try:
        kind = os.stat(path)
        if stat.S_ISDIR(kind.st_mode):
            raise SourceError("is a folder, not a program")
        if not stat.S_ISREG(kind.st_mode):
            raise SourceError("is not a regular file")
        if kind.st_size > READ_LIMIT:
            raise SourceError(f"is larger than {READ_LIMIT >> 20} MB")
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError:
        raise SourceError("no such file or folder") from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}") from None
