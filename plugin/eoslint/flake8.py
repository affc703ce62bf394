# SPDX-License-Identifier: MIT
"""The flake8 plug-in: `EOS...` codes from the core.

flake8 asks for a tree and we hand it on; everything else happens in the core. Class attributes hold plain
data only (workers are forked or start afresh); sessions are made when the first file comes, per process.
Nothing of ours may end a run: what breaks becomes EOS900 at line 1.

The history is settled by `atexit` in the main process, because flake8 tells no plug-in that a run is over;
text from an editor (`-`) is judged and never recorded.
"""
from __future__ import annotations

import atexit
import os

from eoslint.config import (
    PROFILES,
    SEVERITIES,
    ConfigError,
    Configuration,
    absolute_dataset,
    choice,
    history_option,
)


def _execution_error(text: str) -> Exception:
    from flake8.exceptions import ExecutionError

    return ExecutionError(f"eoslint: {text}")


def _flatten(values) -> list[str]:
    """Option values: strings from a config file, lists of strings from a repeated option.

    Lists come from the command line only, and the command line wins over the config file.
    """
    values = list(values or [])
    lists = [item for value in values if isinstance(value, list) for item in value]
    return lists or [value for value in values if isinstance(value, str)]


def _folder_of(name: str) -> str:
    """What a name without a folder is relative to: flake8 makes only values with a slash absolute."""
    here = os.getcwd()
    folder = here
    while not os.path.exists(os.path.join(folder, name)):
        if any(os.path.isfile(os.path.join(folder, f)) for f in ("setup.cfg", "tox.ini", ".flake8")):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return here
        folder = above
    return folder


class Plugin:
    """One per file: made with the tree, asked for its findings once."""

    configuration = Configuration("flake8")
    paths: list[str] = []
    stdin_name: str | None = None
    options: object = None
    guides: dict = {}  # process -> flake8's own judge of what is selected, made when first asked
    settles = False
    token: int | None = None  # pipe with one byte: who reads it may speak of the history

    def __init__(self, tree, filename: str, lines: list[str]) -> None:
        self.tree = tree
        self.filename = filename
        self.lines = lines

    @classmethod
    def add_options(cls, option_manager) -> None:
        add = option_manager.add_option
        add(
            "--eos-profile",
            parse_from_config=True,
            help="default (contradictions), theia (the paper's rules), strict (opinions too)",
        )
        add(
            "--eos-dataset",
            action="append",
            parse_from_config=True,
            comma_separated_list=True,
            normalize_paths=True,
            metavar="PATH[::TARGET]",
            help="training data of the programs in this call; repeatable",
        )
        add(
            "--eos-history",
            parse_from_config=True,
            normalize_paths=True,
            metavar="PATH|false",
            help="file of the history of findings (default: .eoslint/history.db), or false",
        )
        add(
            "--eos-min-severity",
            parse_from_config=True,
            help="least severity that is reported: error, warning or info",
        )

    @classmethod
    def parse_options(cls, option_manager, options, args=None) -> None:
        try:
            cls._take_options(options)
            from eoslint._sessions import session_for

            for path in cls.paths[:1]:  # wrong settings are told before the first file
                session_for(cls.configuration, path)
        except ConfigError as error:
            raise _execution_error(str(error)) from None
        cls._settle_at_exit()

    @classmethod
    def _take_options(cls, options) -> None:
        taken = {
            "profile": choice("--eos-profile", options.eos_profile, PROFILES),
            "min_severity": choice("--eos-min-severity", options.eos_min_severity, SEVERITIES),
        }
        history = options.eos_history
        taken["history"] = history_option(history, _folder_of(history) if history else "")
        datasets = [
            absolute_dataset(value, _folder_of(value.partition("::")[0]))
            for value in _flatten(options.eos_dataset)
        ]
        taken["datasets"] = datasets or None
        cls.configuration = Configuration("flake8", taken)
        cls.options = options
        cls.guides = {}
        cls.paths = [path for path in options.filenames if path != "-"] or ["."]
        cls.stdin_name = None
        if "-" in options.filenames:
            cls.stdin_name = options.stdin_display_name or "stdin"

    @classmethod
    def _settle_at_exit(cls) -> None:
        import multiprocessing

        if not cls.settles and multiprocessing.parent_process() is None:
            cls.settles = True
            cls.token, write_end = os.pipe()
            os.set_blocking(cls.token, False)
            os.write(write_end, b".")
            atexit.register(_settle, os.getpid())

    @classmethod
    def _off_for(cls, filename: str) -> tuple[str, ...]:
        """Codes that flake8 will not show for this file, in flake8's own judgement.

        These are flake8's inner parts: when they change, nothing is known to be off.
        """
        from eoslint._sessions import all_codes

        try:
            from flake8.style_guide import Decision, StyleGuideManager

            guide = cls.guides.get(os.getpid())
            if guide is None:
                guide = cls.guides[os.getpid()] = StyleGuideManager(cls.options, None)
            decide = guide.style_guide_for(filename).decider.decision_for
            return tuple(code for code in all_codes() if decide(code) is Decision.Ignored)
        except (AttributeError, ImportError, TypeError):
            return ()

    def run(self):
        try:
            found = self._judge()
        except ConfigError as error:
            found = [(1, 0, f"EOS900 {' '.join(str(error).split())}")]
        except Exception as error:  # the host goes on, whatever breaks here
            from eoslint._sessions import failure_text

            found = [(1, 0, f"EOS900 {failure_text(error)}")]
        for line, column, text in found:
            yield line, column, text, type(self)

    def _judge(self) -> list[tuple[int, int, str]]:
        from eoslint._sessions import Finding, judge, session_for

        session = session_for(
            self.configuration, self.filename, record=self.filename != self.stdin_name
        )
        found = judge(
            session,
            self.filename,
            "".join(self.lines),
            self.tree,
            self._off_for(self.filename),
        )
        if self.token is not None and session.trouble():
            _say_once(session.trouble())
        return [
            (
                finding[Finding.LINE],
                finding[Finding.COLUMN] - 1,
                f"{finding[Finding.CODE]} {finding[Finding.MESSAGE]}",
            )
            for finding in found
            if finding[Finding.IS_AT_LEVEL]
        ]


def _say_once(trouble: str) -> None:
    """Speaks of the history once per run, main process and forked workers together.

    A worker may be the only one to meet the trouble (a database that cannot be made), and nobody sees its
    end. Freshly started workers (forkserver) have no token and stay silent.
    """
    import sys

    try:
        if Plugin.token is None or not os.read(Plugin.token, 1):
            return
    except OSError:  # empty: it was said
        return
    print(f"eoslint: {trouble}", file=sys.stderr, flush=True)


def _settle(process: int) -> None:
    """End of the main process: states of the histories, and what is to be said of them."""
    if os.getpid() != process:
        return
    try:
        from eoslint._sessions import settle

        trouble = settle(Plugin.configuration, Plugin.paths)
    except Exception as error:
        trouble = f"history not settled ({type(error).__name__})"
    if trouble:
        _say_once(trouble)
