# SPDX-License-Identifier: MIT
"""The command line: `eoslint check | model | traits | rules | explain | history`.

Only the options stand here; each command has a module of its own, imported when it is called.
Exit codes: 2 for trouble (bad option, unreadable file, syntax error, error of ours), else 1 when something
is found, else 0.
"""
from __future__ import annotations

import argparse
import os
import sys


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 999:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 999")
    return int(text)


def _add_check(commands) -> None:
    check = commands.add_parser(
        "check",
        help="judge programs",
        description="Judge programs: files, or folders to be walked.",
        allow_abbrev=False,
    )
    check.add_argument("paths", nargs="+", metavar="PATH")
    check.add_argument("--format", choices=("text", "json"), default="text")
    check.add_argument("--profile", choices=("default", "theia", "strict"))
    check.add_argument("--min-severity", choices=("error", "warning", "info"))
    check.add_argument(
        "--eos-dataset",
        "--dataset",
        dest="datasets",
        action="append",
        default=[],
        metavar="PATH[::TARGET]",
        help="training data of the programs in this call; repeatable",
    )
    check.add_argument(
        "-j",
        "--jobs",
        type=_count,
        metavar="N",
        help="processes that judge (default: the cores, when there are many files)",
    )
    history = check.add_mutually_exclusive_group()
    history.add_argument("--no-history", action="store_true", help="neither read nor write a history")
    history.add_argument(
        "--eos-history", "--history", dest="history", metavar="PATH|false", help="file of the history"
    )


def _add_rules(commands) -> None:
    rules = commands.add_parser("rules", help="list all rules")
    how = rules.add_mutually_exclusive_group()
    how.add_argument("--format", choices=("text", "json"), default="text")
    how.add_argument(
        "--markdown",
        nargs="?",
        const="",
        metavar="FOLDER",
        help="all pages as Markdown; with FOLDER one file per rule and an index there",
    )
    explain = commands.add_parser("explain", help="print the documentation of a rule")
    explain.add_argument("code", metavar="CODE", help="EOS101 or activation-contradicts-loss")


def _add_model(commands) -> None:
    model = commands.add_parser("model", help="print the networks that a program builds")
    model.add_argument("file", metavar="FILE")
    model.add_argument("--format", choices=("text", "json"), default="text")
    model.add_argument(
        "--call",
        metavar="EXPR",
        help="evaluate one expression in the context of the file (`resnet18(num_classes=10)`) and print the "
        "model that it makes",
    )


def _add_traits(commands) -> None:
    traits = commands.add_parser(
        "traits",
        help="describe data files",
        description="Describe data files: rows, columns, types, ranges, classes. All of a file is read.",
        allow_abbrev=False,
    )
    traits.add_argument("paths", nargs="+", metavar="PATH")
    traits.add_argument("--target", metavar="T", help="the label column, by name or by number from 0")
    traits.add_argument("--format", choices=("text", "json"), default="text")


def _add_history(commands) -> None:
    history = commands.add_parser("history", help="ask the history of findings")
    which = history.add_subparsers(dest="query", metavar="QUERY", required=True)
    shared = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    shared.add_argument("--format", choices=("table", "json", "csv"), default="table")
    shared.add_argument("--root", default=".", metavar="FOLDER", help="a folder of the repository")
    shared.add_argument("--eos-history", "--history", dest="history", metavar="PATH")
    which.add_parser("open", parents=[shared], help="findings that are open now")
    show = which.add_parser("show", parents=[shared], help="all that happened to one finding")
    show.add_argument("id", metavar="ID", help="finding_id, or the beginning of a fingerprint")
    sql = which.add_parser("sql", parents=[shared], help="any reading SQL statement")
    sql.add_argument("statement", metavar="SQL")


def make_parser() -> argparse.ArgumentParser:
    from eoslint import _core

    parser = argparse.ArgumentParser(
        prog="eoslint", description="Finds structural bugs in deep-learning programs."
    )
    parser.add_argument("--version", action="version", version=f"eoslint {_core.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_check(commands)
    _add_rules(commands)
    _add_model(commands)
    _add_traits(commands)
    _add_history(commands)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "check":
        from eoslint.check import run
    elif arguments.command == "model":
        from eoslint.model import run
    elif arguments.command == "traits":
        from eoslint.traits import run
    elif arguments.command == "history":
        from eoslint.history import run
    else:
        from eoslint.catalogue import run
    return run(arguments)


def main(argv: list[str] | None = None) -> int:
    """Entry point; answers the exit code."""
    from eoslint.config import ConfigError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # names and sources may hold what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    arguments = make_parser().parse_args(argv)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except ConfigError as error:
        print(f"eoslint: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader went away: `eoslint ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2


if __name__ == "__main__":
    sys.exit(main())
