# SPDX-License-Identifier: MIT
"""Settings in force for a file: the project's table under the host's options.

Gives `Configuration.for_file(path)`, the JSON text that a session of the core is made with. The table is
`[tool.eoslint]` in pyproject.toml or eoslint.toml, in the nearest folder up to the repository's top; levels
are not merged. What stands in the table is checked by the core, so that every host complains in the same
words; here only paths are made absolute, because only here it is known what they are relative to.

Everything heavy (json, tomllib) is imported when first needed: a run in which no table exists never pays.
"""
from __future__ import annotations

import os

PROFILES = ("default", "theia", "strict")
SEVERITIES = ("error", "warning", "info")


class ConfigError(Exception):
    """A setting that nobody can obey; the text says what to write instead.

    `file` is the table's file, "" when an option is to blame.
    """

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__(f"{file}: {message}" if file else message)
        self.message = message
        self.file = file


def choice(option: str, value: str | None, known: tuple[str, ...]) -> str | None:
    """The value of a host's option, which is one of `known` or not given."""
    if not value or value in known:
        return value or None
    import difflib

    near = difflib.get_close_matches(value, known, 1)
    hint = f": did you mean {near[0]!r}?" if near else f": it is one of {', '.join(known)}"
    raise ConfigError(f"unknown {option} {value!r}{hint}")


def absolute_dataset(value: str, folder: str) -> dict[str, str]:
    """`PATH[::TARGET]` of a command line or host option as a data set for all programs."""
    path, separator, target = value.partition("::")
    if not path or (separator and not target):
        raise ConfigError(f"--eos-dataset wants PATH or PATH::TARGET, not {value!r}")
    dataset = {"train": os.path.normpath(os.path.join(folder, path))}
    if separator:
        dataset["target"] = target
    return dataset


def history_option(value: str | None, folder: str) -> str | bool | None:
    """`--eos-history`: None = not given, False = no history, else the absolute path of the file."""
    if value is None or value == "":
        return None
    if value.lower() in ("false", "no", "off", "none"):
        return False
    return os.path.normpath(os.path.join(folder, value))


def read_toml(path: str) -> dict:
    import tomllib

    try:
        with open(path, "rb") as stream:
            return tomllib.load(stream)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(error), path) from None
    except OSError as error:
        raise ConfigError(error.strerror or str(error), path) from None


def table_in(folder: str) -> tuple[str, dict] | None:
    """The table that stands in this folder, with its file; None when there is none."""
    own = os.path.join(folder, "eoslint.toml")
    project = os.path.join(folder, "pyproject.toml")
    table = None
    try:
        with open(project, "rb") as stream:
            mentions_us = b"eoslint" in stream.read()
    except OSError:
        mentions_us = False
    if mentions_us:
        tool = read_toml(project).get("tool")
        table = tool.get("eoslint") if isinstance(tool, dict) else None
        if table is not None and not isinstance(table, dict):
            raise ConfigError("tool.eoslint must be a table", project)
    if not os.path.isfile(own):
        return None if table is None else (project, table)
    if table is not None:
        raise ConfigError("pyproject.toml beside it has [tool.eoslint] too; keep one of them", own)
    return own, read_toml(own)


def with_absolute_paths(table: dict, file: str) -> dict:
    """The table with its paths absolute. Wrong kinds are left alone: the core names them."""
    folder = os.path.dirname(file)
    settings = dict(table)
    for key in ("root", "record", "host"):
        if key in settings:
            raise ConfigError(f"unknown key {key!r}", file)
    history = settings.get("history")
    if isinstance(history, str):
        settings["history"] = os.path.normpath(os.path.join(folder, history))
    elif history is True:
        del settings["history"]
    datasets = settings.get("datasets")
    if isinstance(datasets, list):
        settings["datasets"] = [
            {
                key: os.path.normpath(os.path.join(folder, value))
                if key in ("train", "test") and isinstance(value, str)
                else value
                for key, value in dataset.items()
            }
            if isinstance(dataset, dict)
            else dataset
            for dataset in datasets
        ]
    return settings


def to_json(value) -> str:
    """JSON of settings, keys sorted. The json module costs a third of what flake8's start may cost us."""
    if isinstance(value, str):
        return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else escape(c) for c in value) + '"'
    if isinstance(value, dict):
        return "{" + ",".join(f"{to_json(str(key))}:{to_json(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(to_json, value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) or (isinstance(value, float) and abs(value) < float("inf")):
        return repr(value)
    raise TypeError(f"{value!r} is no text, number, list or table")


def escape(character: str) -> str:
    """\\uXXXX of one character, as a pair of surrogates beyond the first plane."""
    code = ord(character)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


class Configuration:
    """What one host was told, and the tables it meets. Plain data: it may be pickled and copied."""

    def __init__(self, host: str, options: dict | None = None) -> None:
        self.host = host
        self.options = {key: value for key, value in (options or {}).items() if value is not None}
        self._folders: dict[str, tuple[str, dict] | None] = {}

    def _table_for(self, folder: str) -> tuple[str, dict] | None:
        """The nearest table at or above the folder, not beyond the repository's top."""
        if folder in self._folders:
            return self._folders[folder]
        found = table_in(folder)
        if found is None:
            above = os.path.dirname(folder)
            if above != folder and not os.path.exists(os.path.join(folder, ".git")):
                found = self._table_for(above)
        self._folders[folder] = found
        return found

    def for_file(self, path: str, record: bool = True) -> tuple[str, str]:
        """(settings as JSON, the table's file or "") for a file or folder; raises ConfigError."""
        absolute = os.path.abspath(path)
        folder = absolute if os.path.isdir(absolute) else os.path.dirname(absolute)
        found = self._table_for(os.path.realpath(folder))
        settings = with_absolute_paths(found[1], found[0]) if found else {}
        settings.update(self.options)
        settings["host"] = self.host
        settings["record"] = record
        try:
            return to_json(settings), found[0] if found else ""
        except TypeError as error:
            raise ConfigError(str(error), found[0] if found else "") from None
