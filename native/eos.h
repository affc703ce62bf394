/* SPDX-License-Identifier: MIT */
/*
 * eos.h: the one public header of the core. A session judges files and remembers what it saw; hosts
 * (the CPython binding, tests) need nothing else.
 *
 * Life: eos_session_new -> for each file: eos_session_scan, then eos_session_judge when a tree is
 * needed -> eos_session_settle (main process, at the end) -> eos_session_free. A session belongs to one
 * thread at a time and to one process: after a fork make a new one (database handles are reopened when
 * the process id changes, but nothing else is promised).
 */
#ifndef EOS_EOS_H
#define EOS_EOS_H

#include "base/error.h"
#include "base/json.h"
#include "engine/finding.h"
#include "engine/judge.h"
#include "ir/ir.h"
#include "store/store.h"

typedef struct eos_session eos_session;

typedef enum eos_scan_result {
    EOS_SCAN_SKIP, /* does not concern us: nothing to judge (recorded when the path had open findings) */
    EOS_SCAN_CACHED,    /* judged before, unchanged: *judgement holds the answer */
    EOS_SCAN_NEEDS_TREE /* parse it, lower it, call eos_session_judge */
} eos_scan_result;

/**
 * A session with `settings` (engine/config.h, plus "history": path | false | null, "root": absolute
 * folder | null, "record": bool, "host": "flake8"|"pylint"|"cli"). EOS_ERR_USAGE names the wrong key.
 */
EOS_MUST_CHECK eos_status eos_session_new(eos_session **out, const eos_json *settings,
                                          eos_error *err);
void eos_session_free(eos_session *session);

/**
 * First look at a file: byte scan, then the cache of judgements. `path` as given; `text` is UTF-8.
 * *judgement is owned by the session and good until the next call.
 */
EOS_MUST_CHECK eos_status eos_session_scan(eos_session *session, const char *path, const char *text,
                                           size_t length, eos_scan_result *result,
                                           const eos_judgement **judgement, eos_error *err);

/**
 * Codes that the host hides for the next scan (flake8's select, ignore and per-file-ignores, pylint's
 * disabled messages): recorded as *off*, not as resolved. Unknown codes are passed over. Holds until
 * the next call.
 */
EOS_MUST_CHECK eos_status eos_session_set_off(eos_session *session, const char *const *codes,
                                              uint32_t count, eos_error *err);

/**
 * Cells of the notebook whose joined program comes with the next scan (engine/cells.h), in the order of
 * their lines; count 0 = no notebook. Copied; holds until the next call.
 */
EOS_MUST_CHECK eos_status eos_session_set_cells(eos_session *session, const eos_cell *cells,
                                                uint32_t count, eos_error *err);

/**
 * Before eos_session_judge: a place of the program that its tree does not show (it did not parse). It
 * becomes an entry of `errors`, and absence proves nothing in the history. `line` 0 = none.
 */
EOS_MUST_CHECK eos_status eos_session_add_problem(eos_session *session, uint32_t line,
                                                  const char *message, eos_error *err);

/** Judges a lowered module for the path and text of the last scan, and records it. `parser` reads the
 *  files of the repository that it imports (engine/judge.h); NULL: no import is followed. */
EOS_MUST_CHECK eos_status eos_session_judge(eos_session *session, const eos_ir_module *module,
                                            const eos_module_parser *parser,
                                            const eos_judgement **judgement, eos_error *err);

/**
 * Instead of eos_session_judge, when no tree can be had because a limit was reached: the judgement is
 * one entry of not_judged for the whole file, with this reason; the history keeps its states.
 */
EOS_MUST_CHECK eos_status eos_session_give_up(eos_session *session, const char *reason,
                                              const eos_judgement **judgement, eos_error *err);

/** Least severity that is shown under the session's settings. */
eos_severity eos_session_min_severity(const eos_session *session);

/** Once per command, in the main process: deletions, commits, states (store section 8). Trouble with
 *  the history is told in `err` and costs nothing else. */
eos_status eos_session_settle(eos_session *session, eos_error *err);

/**
 * Makes the root of `path` (a file or folder) known to this session, so that settling covers it even
 * when its files were scanned by other processes, or none concerned us.
 */
EOS_MUST_CHECK eos_status eos_session_add_path(eos_session *session, const char *path,
                                               eos_error *err);

/** Judgement of the last scan; NULL when it was skipped or waits for its tree. Good until the next. */
const eos_judgement *eos_session_judgement(const eos_session *session);

/** Blocks for arenas that hold what the session judges; they are released before the session. */
eos_arena_pool *eos_session_pool(eos_session *session);

/** Path of the last scan as findings name it: relative to its root, POSIX; absolute without a root. */
const char *eos_session_shown_path(const eos_session *session);
/** The same for any path, into `out` (cut at `size`), without a scan. */
EOS_MUST_CHECK eos_status eos_session_show_path(eos_session *session, const char *path, char *out,
                                                size_t size, eos_error *err);

typedef enum eos_report_format { EOS_REPORT_JSON, EOS_REPORT_TEXT } eos_report_format;

/**
 * Report of the last scan. JSON names the path relative to the root; text names `path`, as the user
 * wrote it, and shows what is at or above min_severity and not suppressed. The caller frees *out with
 * free().
 */
EOS_MUST_CHECK eos_status eos_session_report(const eos_session *session, eos_report_format format,
                                             const char *path, char **out, eos_error *err);

/**
 * Runs one read-only SQL statement on the history of the root that `path` (file or folder) lies in;
 * the rest as eos_store_query. EOS_ERR_USAGE when there is no root or the history is switched off.
 */
EOS_MUST_CHECK eos_status eos_session_query(eos_session *session, const char *path, const char *sql,
                                            const eos_store_value *parameters,
                                            uint32_t parameter_count, eos_store_row_fn row_fn,
                                            void *payload, eos_error *err);

/** Warnings about the history met so far (locked, damaged, newer, read-only): one line, or NULL. Said
 *  once per run on stderr by the host. */
const char *eos_session_history_trouble(const eos_session *session);

#endif
