# SPDX-License-Identifier: MIT
"""Which files a folder means: `*.py` and `*.ipynb` without .git, hidden folders, virtual environments
(pyvenv.cfg), node_modules and what git ignores. git is asked once per folder given, and once more for each
repository inside it; where there is no git, or it fails, the folder is walked plainly. Links to folders are
not followed, so nothing loops.
"""
from __future__ import annotations

import os

ENDINGS = (".py", ".ipynb")
SKIPPED = ("node_modules", "__pycache__")


def _is_left_out(folder: str) -> bool:
    """A folder that is not entered, by its name or what lies in it."""
    name = os.path.basename(folder)
    return (
        name.startswith(".")
        or name in SKIPPED
        or os.path.isfile(os.path.join(folder, "pyvenv.cfg"))
    )


def _walk_plainly(folder: str) -> list[str]:
    found = []
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_left_out(os.path.join(here, name)))
        found += [os.path.join(here, name) for name in files if name.endswith(ENDINGS)]
    return found


def _top_of(folder: str) -> str | None:
    """The repository's top folder at or above, or None."""
    here = os.path.abspath(folder)
    while not os.path.exists(os.path.join(here, ".git")):
        above = os.path.dirname(here)
        if above == here:
            return None
        here = above
    return here


def _ask_git(folder: str) -> list[str] | None:
    """Names below the folder that git tracks or does not ignore; None when git cannot say."""
    import subprocess

    command = ["git", "-C", folder, "ls-files", "-co", "--exclude-standard", "-z"]
    # a hook's GIT_DIR and GIT_INDEX_FILE are relative to another folder than the one asked about
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, check=False
        )
    except OSError:
        return None
    if done.returncode != 0:
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


def _keep(folder: str, names: list[str], has_submodules: bool) -> list[str]:
    """Program files among git's names; repositories inside (`name/`, submodules) are walked too."""
    left_out: dict[str, bool] = {}

    def is_out(relative: str) -> bool:
        if not relative:
            return False
        if relative not in left_out:
            left_out[relative] = is_out(os.path.dirname(relative)) or _is_left_out(
                os.path.join(folder, relative)
            )
        return left_out[relative]

    found = []
    for name in names:
        path = os.path.join(folder, name)
        inner = name.rstrip("/")
        if name.endswith(ENDINGS) and not os.path.isdir(path):
            if os.path.lexists(path) and not is_out(os.path.dirname(name)):
                found.append(path)
        elif name.endswith("/") or (has_submodules and os.path.isdir(path)):
            if not is_out(inner) and not os.path.islink(path.rstrip("/")):
                found += program_files(os.path.join(folder, inner))
    return found


def program_files(folder: str) -> list[str]:
    """Program files below the folder, sorted; paths begin with the folder as given."""
    top = _top_of(folder)
    names = _ask_git(folder) if top else None
    if names is None:
        return sorted(_walk_plainly(folder))
    return sorted(set(_keep(folder, names, os.path.isfile(os.path.join(top, ".gitmodules")))))
