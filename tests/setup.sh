# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What corpus/demo.sh and tests/run.sh need of the machine: a compiler, the libraries of the system, a
# Python with venv, and a place that is cleaned up. Sourced, never run.
#
#   eos_make_work                   sets WORK, a temporary folder that vanishes at exit; call it first
#   eos_need_packages demo|test     installs what is missing where root and apt allow it; otherwise
#                                   prints the exact line and ends with 1; sets PYTHON
#   eos_find_python                 sets PYTHON (3.11 or newer, with headers and ensurepip)
#   eos_make_venv DIR [PACKAGE...]  a virtual environment with these packages
#
# Only what is really missing is asked for: a machine that has the libraries from elsewhere is left alone.

EOS_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export EOS_ROOT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV

eos_say() { printf "%s\n" "$@"; }
eos_fail() { printf "%s\n" "$@" >&2; exit 1; }

# Usable = new enough, and able to build the extension and to make a virtual environment.
eos_python_is_usable() {
    "$1" -c '
import os, sys, sysconfig
import ensurepip, venv
header = os.path.join(sysconfig.get_paths()["include"], "Python.h")
sys.exit(not (sys.version_info >= (3, 11) and os.path.exists(header)))' >/dev/null 2>&1
}

eos_find_python() {
    local name
    for name in ${EOS_PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
        if command -v "$name" >/dev/null && eos_python_is_usable "$name"; then
            PYTHON="$("$name" -c 'import sys; print(sys.executable)')" # not a shim of it
            return 0
        fi
    done
    return 1
}

eos_missing_packages() { # demo|test -> Debian packages, one per line
    command -v cc >/dev/null || eos_say gcc
    [ -e /usr/include/stdio.h ] || command -v xcrun >/dev/null || eos_say libc6-dev
    command -v git >/dev/null || eos_say git
    local has_config=yes
    command -v pkg-config >/dev/null || { eos_say pkg-config; has_config=no; }
    local pair
    for pair in 'sqlite3 >= 3.37:libsqlite3-dev' 'libcjson:libcjson-dev' 'libmd:libmd-dev' 'libpcre2-8:libpcre2-dev' 'zlib:zlib1g-dev' \
        "$([ "$1" = test ] && eos_say 'cunit:libcunit1-dev')"; do
        [ -n "$pair" ] || continue
        if [ "$has_config" = no ] || ! pkg-config --exists "${pair%%:*}"; then
            eos_say "${pair##*:}"
        fi
    done
    [ "$1" != test ] || command -v clang-format >/dev/null || eos_say clang-format
    eos_find_python || printf "%s\n" python3 python3-dev python3-venv
}

eos_need_packages() { # demo|test
    local missing
    missing="$(eos_missing_packages "$1" | sort -u | tr '\n' ' ')"
    missing="${missing% }"
    if [ -n "$missing" ]; then
        local line="apt-get install -y --no-install-recommends $missing"
        if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
            eos_fail "Some packages of the system are missing. As root, run" "" "    $line" "" "and start again."
        fi
        eos_say "Installing packages of the system: $missing"
        export DEBIAN_FRONTEND=noninteractive
        # Lists may be old or absent; a failing update is no reason to stop if the install works.
        apt-get update -qq >/dev/null 2>&1 </dev/null || true
        # shellcheck disable=SC2086
        $line -qq >"$WORK/apt.log" 2>&1 </dev/null || {
            cat "$WORK/apt.log" >&2
            eos_fail "" "That did not work; install by hand and start again:" "    $line"
        }
        hash -r
    fi
    eos_find_python || eos_fail \
        "No Python 3.11 or newer with headers, venv and ensurepip was found; name one: EOS_PYTHON=/path/to/python3"
}

eos_make_work() {
    WORK="$(mktemp -d "${TMPDIR:-/tmp}/eoslint.XXXXXX")"
    export HYPOTHESIS_STORAGE_DIRECTORY="$WORK/hypothesis"
    trap 'rm -rf "$WORK"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
}

eos_make_venv() { # DIR PACKAGE...
    local folder="$1" log="$WORK/pip.log"
    shift
    [ -x "$folder/bin/python" ] || "$PYTHON" -m venv "$folder"
    if [ $# -gt 0 ] && ! "$folder/bin/python" -m pip install -q "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        eos_fail "pip could not install: $*"
    fi
}
