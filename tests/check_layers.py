# SPDX-License-Identifier: MIT
"""Holds the structure of the C code: who includes whom, sizes, file heads, self-contained headers.

    check_layers.py ROOT [--compiler CC]

Prints one line per breach, `path:line: what`, and exits with 1 if there was any. The layers are
those of the flow: each stage knows the stages before it; model and data do not know each other.
"""

import argparse
import concurrent.futures
import pathlib
import re
import subprocess
import sys

BEFORE_RULES = {"base", "ir", "flow", "model", "data", "engine"}
MAY_INCLUDE = {  # folder under native/ -> folders whose headers it may include, besides its own
    "base": set(),
    "ir": {"base"},
    "flow": {"base", "ir"},
    "model": {"base", "ir", "flow"},
    "data": {"base"},
    "engine": {"base", "ir", "flow", "model", "data"},
    "rules": BEFORE_RULES,
    "store": BEFORE_RULES,
    "report": BEFORE_RULES,
    "session": BEFORE_RULES | {"rules", "store", "report"},  # the files in native/ itself
}
FOREIGN = {  # header -> the only place that may include it
    r"cjson/|cJSON": r"native/base/json\.c",
    r"sqlite3": r"native/store/.*",
    r"pcre2\.h": r"native/base/regex\.c",
    r"zlib\.h": r"native/data/byte_stream\.c",
    r"Python\.h": r"plugin/binding/.*",
    r"sha2\.h|sha\d*\.h|md5\.h": r"native/base/digest\.c",
}
MAX_FILE_LINES = 800
MAX_FUNCTION_LINES = 100
SPDX = re.compile(r"^(/\*|//|#) SPDX-License-Identifier: MIT( \*/)?$")
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def stage_of(path, root):
    parts = path.relative_to(root).parts
    if parts[0] == "plugin":
        return "binding"
    return parts[1] if len(parts) > 2 else "session"


def check_includes(path, root, text):
    stage = stage_of(path, root)
    where = path.relative_to(root).as_posix()
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        kind, name = match.groups()
        for foreign, place in FOREIGN.items():
            if re.match(foreign, name) and not re.fullmatch(place, where):
                yield line, f"<{name}> belongs behind {place}"
        if kind == "<":
            continue
        folder = name.split("/")[0] if "/" in name else None
        if name == "eos.h":
            if stage not in {"session", "binding"}:
                yield line, "eos.h is for users of the core, not for its stages"
        elif folder is None:
            if not (path.parent / name).is_file():
                yield line, f'"{name}" is not beside this file: write its folder'
        elif folder not in MAY_INCLUDE:
            yield line, f'"{name}": no stage named {folder}'
        elif stage == "binding":
            if folder not in MAY_INCLUDE["session"]:
                yield line, f'the binding may not include "{name}"'
        elif folder != stage and folder not in MAY_INCLUDE.get(stage, set()):
            yield line, f'{stage} may not include "{name}"'


def check_sizes(text):
    lines = text.splitlines()
    if len(lines) > MAX_FILE_LINES:
        yield len(lines), f"{len(lines)} lines, at most {MAX_FILE_LINES}: split the file by idea"
    start = None  # line of the opening brace; functions end at the next brace in column 0
    for number, line in enumerate(lines, 1):
        if start is None and (line.startswith("{") or re.search(r"\)\s*\{\s*$", line)):
            start = number
        elif line.startswith("}") and start is not None:
            if number - start - 1 > MAX_FUNCTION_LINES:
                length = number - start - 1
                yield start, f"function of {length} lines, at most {MAX_FUNCTION_LINES}"
            start = None


def check_file(path, root):
    text = path.read_text(encoding="utf-8")
    if not SPDX.match(text.split("\n", 1)[0]):
        yield 1, "first line is not the SPDX line"
    if path.suffix in {".c", ".h", ".inc"}:
        yield from check_includes(path, root, text)
        yield from check_sizes(text)


def check_header_alone(path, root, compiler):
    """A header compiled as if it were a program of its own, under the strict flags."""
    flags = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    command = [compiler, *flags, "-fsyntax-only", "-I", str(root / "native"), "-x", "c", "-"]
    source = f'#include "{path}"\ntypedef int eos_not_empty;\n'
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    first = next((line for line in done.stderr.splitlines() if "error" in line), "")
    return (1, f"does not compile alone: {first}") if done.returncode else None


def find_breaches(root, compiler):
    folders = [root / "native", root / "plugin" / "binding"]
    found = (p for folder in folders for p in folder.rglob("*"))
    files = sorted(p for p in found if p.suffix in {".c", ".h", ".def", ".inc"})
    if not files:
        yield root, 0, "no C files found here"
    seen = {}
    for path in files:
        if path.name in seen:
            yield path, 1, f"a second file of this name, after {seen[path.name]}"
        seen[path.name] = path.relative_to(root)
        for line, what in check_file(path, root):
            yield path, line, what
    headers = [p for p in files if p.suffix == ".h" and "binding" not in p.parts]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda p: check_header_alone(p, root, compiler), headers)
        for path, answer in zip(headers, answers):
            if answer:
                yield path, *answer


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--compiler", default="cc")
    arguments = parser.parse_args()
    root = arguments.root.resolve()
    count = 0
    for path, line, what in find_breaches(root, arguments.compiler):
        print(f"{path.relative_to(root).as_posix()}:{line}: {what}")
        count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
