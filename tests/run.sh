#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds everything with sanitizers and runs every test. Needs no argument, no terminal and no preparation;
# writes nothing into the tree but build/.
#
#   EOS_PYTHON=python3.12   another interpreter
#   EOS_ASAN=1              runs the host tests a second time over a sanitized extension
#   EOS_BENCH_CACHE=DIR     keeps the packages that the tests over real sources download
#
# A failing step does not hide the later ones: all run, the summary names what failed, the exit code is 1.
# The closing lines of ctest and pytest come last and once, so that whoever counts tests can read them.

# shellcheck disable=SC2329  # steps are called by name
set -uo pipefail
exec </dev/null
# shellcheck source=tests/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$EOS_ROOT" || exit 1

eos_make_work
eos_need_packages test
CLOSING="$WORK/closing"
SUMMARY="$WORK/summary"
FAILED=0
: >"$CLOSING"

step() { # NAME COMMAND...
    local name="$1" began=$SECONDS result=ok
    shift
    eos_say "" "--- $name"
    "$@" || { result=FAILED; FAILED=1; }
    printf '%-28s %-7s %4d s\n' "$name" "$result" $((SECONDS - began)) >>"$SUMMARY"
    [ "$result" = ok ]
}

skip() { printf '%-28s %-7s %s\n' "$1" skipped "$2" >>"$SUMMARY"; }

# Output as it comes, the closing line kept for the end.
hold_back() { # PATTERN
    awk -v pattern="$1" -v closing="$CLOSING" '$0 ~ pattern { print > (closing ".last"); next } { print; fflush() }'
    [ ! -e "$CLOSING.last" ] || { tail -n 1 "$CLOSING.last" >>"$CLOSING"; rm "$CLOSING.last"; }
}

tools() {
    local wanted=(pytest hypothesis jsonschema 'flake8>=7' 'pylint>=4' numpy)
    ninja --version >/dev/null 2>&1 || wanted+=(ninja)
    "$PYTHON" - "$(cmake --version 2>/dev/null | awk 'NR == 1 { print $3 }')" <<'PY' || wanted+=('cmake>=3.26')
import sys
sys.exit(tuple(int(part) for part in (sys.argv[1] or "0").split("-")[0].split(".")[:2]) < (3, 26))
PY
    eos_make_venv "$WORK/venv" "${wanted[@]}"
}

check_format() {
    find native plugin tests -name '*.[ch]' -print0 |
        xargs -0 clang-format --dry-run -Werror --ferror-limit=1 >"$WORK/format.log" 2>&1 && return 0
    eos_say "Not formatted (clang-format -i FILE):"
    grep -o '^[^: ]*:[0-9]*:[0-9]*: error' "$WORK/format.log" || cat "$WORK/format.log"
    return 1
}

configure() {
    # A build folder of another interpreter or of a moved tree is started anew.
    cmake --preset dev -DPython_EXECUTABLE="$WORK/venv/bin/python" >"$WORK/configure.log" 2>&1 ||
        { rm -rf build/dev; cmake --preset dev -DPython_EXECUTABLE="$WORK/venv/bin/python"; }
}

build() { cmake --build --preset dev --parallel "$JOBS" | grep -v '^\[.*Building\|^ninja: Entering' ; return "${PIPESTATUS[0]}"; }

unit_tests() {
    ctest --preset dev --parallel "$JOBS" 2>&1 | hold_back '^[0-9]+% tests passed'
    return "${PIPESTATUS[0]}"
}

wheel() {
    "$WORK/venv/bin/python" -m pip wheel -q --no-deps -w "$WORK/wheel" . &&
        "$WORK/venv/bin/python" -m pip install -q --force-reinstall --no-deps "$WORK"/wheel/eoslint-*.whl
}

host_tests() { # run from elsewhere: the installed package is tested, not the tree
    (cd "$WORK" && python -m pytest "$EOS_ROOT/tests/hosts" "$EOS_ROOT/tests/live" -p no:cacheprovider --continue-on-collection-errors -ra --color=no) 2>&1 |
        hold_back "^(=+ )?[0-9]+ (passed|failed|skipped|error|xfailed|deselected).* in "
    return "${PIPESTATUS[0]}"
}

sanitized_host_tests() {
    local runtime package="$WORK/asan/eoslint"
    runtime="$(cc -print-file-name=libasan.so)"
    cmake --preset dev -B build/dev-extension -DEOS_BUILD_PYTHON=ON -DEOS_BUILD_TESTS=OFF \
        -DPython_EXECUTABLE="$WORK/venv/bin/python" >/dev/null &&
        cmake --build build/dev-extension --parallel "$JOBS" >/dev/null || return 1
    mkdir -p "$package"
    cp plugin/eoslint/* "$package" 2>/dev/null
    find build/dev-extension -name '_core*.so' -exec cp {} "$package" \;
    # The interpreter keeps much until its end, so leaks are left to the unit tests.
    PYTHONPATH="$WORK/asan" LD_PRELOAD="$runtime" ASAN_OPTIONS=detect_leaks=0 host_tests
}

JOBS="$(nproc 2>/dev/null || echo 2)"
step "tools" tools || { cat "$SUMMARY"; exit 1; }
export PATH="$WORK/venv/bin:$PATH"

if command -v clang-format >/dev/null; then step "format" check_format; else skip "format" "no clang-format"; fi
if step "configure" configure && step "build with sanitizers" build; then
    step "unit tests, layers" unit_tests
fi
if step "wheel" wheel; then
    step "host tests" host_tests
    [ -z "${EOS_ASAN:-}" ] || step "host tests, sanitized" sanitized_host_tests
fi

eos_say "" "--- summary"
cat "$SUMMARY"
cat "$CLOSING"
exit "$FAILED"
