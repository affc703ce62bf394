/* SPDX-License-Identifier: MIT */
/*
 * Scratch folders for tests of the history: files, git repositories, judgements made from a short
 * text, and answers of SQL as text.
 */
#ifndef EOS_TESTS_SCRATCH_H
#define EOS_TESTS_SCRATCH_H

#include "store/store.h"
#include <stdbool.h>

typedef struct scratch {
    char root[256];
    int64_t now; /* the clock of its stores; each store_of adds a minute */
} scratch;

/** A new folder below TMPDIR; with git when asked (main branch, an author, no signing, no hooks). */
void scratch_init(scratch *s, bool with_git);
void scratch_release(scratch *s);
/** Runs a shell line in the root; false when it fails. */
bool scratch_run(const scratch *s, const char *format, ...) EOS_PRINTF(2, 3);
void scratch_write(const scratch *s, const char *path, const char *text);

/**
 * A judgement from words: "A" violated, "A#" violated and suppressed by noqa, "-A" satisfied, "?A"
 * unknown, "~f" scope f is not fully followed, "!" nothing of the file is. "A@f" is subject A in scope
 * f. Subject A has the message "subject A" and code EOS101, B EOS102, the others EOS201.
 */
eos_judgement *scratch_judge(const char *words);
/** A store of the scratch root, version "1", all codes on unless `codes` (blank-separated) is given. */
eos_store *scratch_store(scratch *s, const char *codes, bool is_batched);
/** Records path with the judgement of `words`; NULL = skipped by the byte scan. */
eos_status scratch_scan(eos_store *store, const char *path, const char *words);
/** Opens, records "path: words; path: words" ("path: SKIP"), settles, closes. The files are made. */
eos_status scratch_lint(scratch *s, const char *files);
/** First column of all rows, joined with one blank; NULL reads "NULL". Static buffer. */
const char *scratch_sql(scratch *s, const char *sql);
/** "A=open B=resolved" of finding_history, ordered by subject, then time. */
const char *scratch_states(scratch *s);

#endif
