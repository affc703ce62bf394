#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Shows eoslint at work on a fresh machine: builds and installs it into a temporary virtual environment,
# lints programs of this corpus through flake8 and pylint, with and without their data, and asks the history
# in SQL who introduced a fault and who repaired it. Everything happens in a temporary folder that vanishes.

set -euo pipefail
exec </dev/null
# shellcheck source=tests/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/../tests/setup.sh"

if [ -t 1 ]; then BOLD=$'\e[1m' DIM=$'\e[2m' PLAIN=$'\e[0m'; else BOLD='' DIM='' PLAIN=''; fi

title() { printf '\n%s== %s%s\n' "$BOLD" "$*" "$PLAIN"; }
note() { printf '%s%s%s\n' "$DIM" "$*" "$PLAIN"; }

# Prints the command as a reader would type it and runs it. A linter's 1 means findings: that is the show.
show() {
    local status=0
    printf '\n%s$ %s%s\n' "$BOLD" "$(printf '%q ' "$@" | sed 's/ $//; s/\\ / /g')" "$PLAIN"
    "$@" || status=$?
    [ "$status" -le 30 ] || eos_fail "That ended with $status."
}

commit() { # MESSAGE NAME DATE
    GIT_AUTHOR_NAME="$2" GIT_AUTHOR_EMAIL="$2@example.org" GIT_AUTHOR_DATE="$3" \
        GIT_COMMITTER_NAME="$2" GIT_COMMITTER_EMAIL="$2@example.org" GIT_COMMITTER_DATE="$3" \
        git commit -q -m "$1"
}

sql() { printf '\n%s$ eoslint history sql '"'%s'"'%s\n' "$BOLD" "$1" "$PLAIN"; eoslint history sql "$1"; }

eos_make_work
eos_need_packages demo
programs="$EOS_ROOT/corpus/programs"
began=$SECONDS

title "Building and installing"
note "a virtual environment with eoslint (built from this tree), flake8 and pylint"
eos_make_venv "$WORK/venv" "$EOS_ROOT" 'flake8>=7' 'pylint>=4'
export PATH="$WORK/venv/bin:$PATH"
note "done after $((SECONDS - began)) s: $(flake8 --version | head -n 1)"

# Nothing of the user's settings shall colour the show.
export HOME="$WORK/home" GIT_CONFIG_NOSYSTEM=1 XDG_CACHE_HOME="$WORK/cache"
mkdir -p "$HOME" "$WORK/project"
cd "$WORK/project"
git init -q -b main
cp "$programs/34311586/buggy.py" xor.py
cp "$programs/60261103/buggy.py" cracks.py
cp "$programs/51118032/buggy.py" pictures.py
cp "$EOS_ROOT/corpus/demo/species.py" species.py
git add .
commit "first networks" ada "2024-03-01T10:00:00+00:00"

title "flake8, as in an editor or before a commit"
show flake8 --select EOS .

title "The same, in full, with the evidence"
show eoslint check xor.py

title "pylint, as in CI"
show pylint --load-plugins=eoslint.pylint --disable=all --enable=eoslint --score=n xor.py cracks.py pictures.py

title "With data: species.npy has class numbers up to 4, the head of species.py has 3 units"
cp "$EOS_ROOT/corpus/demo/species.npy" species.npy
show flake8 --select EOS --eos-dataset species.npy species.py

title "Why a rule exists"
show eoslint explain EOS102

title "Repaired by somebody else, three days later"
cp "$programs/34311586/fixed.py" xor.py
cp "$programs/60261103/fixed.py" cracks.py
git add xor.py cracks.py
commit "repair the heads" bob "2024-03-04T11:30:00+00:00"
show flake8 --select EOS .

title "What the history says (.eoslint/history.db, plain SQLite)"
sql 'SELECT code, path, line, model, state FROM open_findings'
sql 'SELECT code, path, author, substr(at, 1, 10) AS day, substr("commit", 1, 8) AS rev FROM introduced'
sql 'SELECT code, path, author, substr(at, 1, 10) AS day, substr("commit", 1, 8) AS rev FROM resolved'

title "Done in $((SECONDS - began)) s; the temporary folder is gone when this line is read"
