/* SPDX-License-Identifier: MIT */
/*
 * store.h: the history of one root, `.eoslint/history.db`. It gives the session a cache of judgements,
 * the status of a finding (new, open, reopened), a place to record what was scanned, and SQL.
 *
 * Life: eos_store_open (cheap: no file, no git, no handle) -> per file: eos_store_lookup,
 * eos_store_status_of, eos_store_record -> eos_store_settle once per command in the main process ->
 * eos_store_close. Workers record and close; they never settle. The database handle is opened at the
 * first record, at the first lookup or query only when the file already exists, and closed by
 * settling. After a fork the child opens a handle of its own at its next call.
 *
 * Trouble (locked, damaged, newer, read-only) costs the history, never the lint result: the first
 * error of that kind is kept, and every later call answers it at once without trying again (a locked
 * database is waited for once per process, not once per file). The caller says it once and goes on.
 *
 * Nothing is written outside the folder of the history file.
 */
#ifndef EOS_STORE_STORE_H
#define EOS_STORE_STORE_H

#include "base/error.h"
#include "engine/finding.h"

typedef struct eos_store eos_store;

typedef struct eos_store_options {
    const char *root;          /* absolute, no slash at the end (eos_store_find_root) */
    const char *history_path;  /* absolute; NULL = root/.eoslint/history.db */
    const char *version;       /* EOS_VERSION */
    const char *config_digest; /* hex digest of the configuration; part of the run key */
    const char *config_json;   /* the configuration as JSON text, kept with the run; NULL = "{}" */
    const char *const *codes;  /* codes that are on for all files of this call, any order;
                                  NULL = not known, all count as on */
    uint32_t code_count;
    bool is_batched; /* true: scans, and fresh judgements up to a bound, are collected and written
                        together; only for a process that settles itself (a killed one would lose
                        them; its files are judged again) */
    int64_t (*now_fn)(void *payload); /* seconds since 1970, UTC; NULL = the system's clock */
    void *now_payload;
} eos_store_options;

/**
 * Root of the history of `path` (a file, absolute; it need not exist): the git top level (a folder with
 * a `.git` folder or file, so worktrees and submodules are roots of their own), else the nearest folder
 * with eoslint.toml or with a [tool.eoslint] table in pyproject.toml. False: there is none, no history.
 */
bool eos_store_find_root(const char *path, char *out, size_t size);

/** Copies the options. EOS_ERR_USAGE when the root is not absolute. The caller owns *out. */
EOS_MUST_CHECK eos_status eos_store_open(eos_store **out, const eos_store_options *options,
                                         eos_error *err);
/** Writes what is still collected, closes the handle, frees. NULL is fine. Does not settle. */
void eos_store_close(eos_store *store);

/**
 * The judgement cached under `key` (64 hex digits), complete: findings with evidence, related places
 * and edit, answers, not_judged, problems, data, models. *out = NULL when there is none (no error).
 * The caller owns *out (eos_judgement_free). `status` of the findings is NONE (eos_store_status_of).
 */
EOS_MUST_CHECK eos_status eos_store_lookup(eos_store *store, const char *key, eos_judgement **out,
                                           eos_error *err);

/** Does this cached judgement answer for the file? */
typedef bool eos_store_accepts(const void *payload, const eos_judgement *judgement);

/**
 * As eos_store_lookup, among the judgements with this base key (those that rest on other files of the
 * repository): the newest that `accepts` says yes to, of the eight newest.
 */
EOS_MUST_CHECK eos_status eos_store_lookup_base(eos_store *store, const char *base_key,
                                                eos_store_accepts *accepts, const void *payload,
                                                eos_judgement **out, eos_error *err);

/* One file seen in this run. */
typedef struct eos_scan {
    const char *path;               /* relative to the root, POSIX */
    const eos_judgement *judgement; /* NULL = the byte scan skipped the file */
    const char *const *off; /* codes off for this file only (per-file-ignores); NULL = none */
    uint32_t off_count;
} eos_scan;

/**
 * Records a scan: the judgement (once per key) and the fact that this run saw it at this path.
 * Idempotent: the same again writes nothing. A skipped file is recorded only when the path has open
 * findings (looked up in memory, no cost for the others). A judgement with `problems` is recorded like
 * any other: what could not be followed says so in not_judged. Safe from several processes at once.
 */
eos_status eos_store_record(eos_store *store, const eos_scan *scan, eos_error *err);

/**
 * Status to show for a finding: NEW, OPEN or REOPENED on the current line; NEW when nothing is known or
 * the history is in trouble. Cheap: one indexed query per path, then memory. Call it before or after
 * eos_store_record of the path; the answer is the same.
 */
eos_status_of_finding eos_store_status_of(eos_store *store, const char *path, const char *code,
                                          const char *fingerprint);
/** Fills `status` of every finding of a judgement (a judgement is otherwise read-only once made). */
void eos_store_fill_status(eos_store *store, const char *path, eos_judgement *judgement);

/**
 * Once per command, in the main process, after the workers: writes what is collected, finds deleted
 * files, attaches commits to runs, computes states line by line. Idempotent; several processes may
 * settle at once. Makes no database where none exists and nothing was recorded. Closes the handle.
 */
eos_status eos_store_settle(eos_store *store, eos_error *err);

typedef enum eos_store_type {
    EOS_STORE_NULL,
    EOS_STORE_INTEGER,
    EOS_STORE_REAL,
    EOS_STORE_TEXT,
    EOS_STORE_BLOB
} eos_store_type;

typedef struct eos_store_value {
    eos_store_type type;
    int64_t integer;
    double real;
    const char *text; /* TEXT (UTF-8, NUL-terminated) or BLOB bytes; borrowed for the call */
    size_t length;    /* bytes of text */
} eos_store_value;

/** One row; `values` is NULL in the first call, which gives the column names only. Anything but EOS_OK
 *  stops the query and is returned. */
typedef eos_status (*eos_store_row_fn)(void *payload, const char *const *columns,
                                       const eos_store_value *values, uint32_t count);

/**
 * Runs one read-only statement (views: docs of schemas/store.sql). Anything that would write, attach or
 * change settings is EOS_ERR_USAGE, as is SQL with an error or a second statement. Settles first when a
 * run was left unsettled; if that is impossible (read-only) it answers from what is there.
 * EOS_ERR_USAGE "no history yet" when there is no database.
 */
EOS_MUST_CHECK eos_status eos_store_query(eos_store *store, const char *sql,
                                          const eos_store_value *parameters,
                                          uint32_t parameter_count, eos_store_row_fn row_fn,
                                          void *payload, eos_error *err);

/** Path of the database file, whether it exists or not. Borrowed from the store. */
const char *eos_store_path(const eos_store *store);

#endif
