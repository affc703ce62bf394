/* SPDX-License-Identifier: MIT */
/*
 * store_internal.h: the struct behind eos_store and what its parts ask of each other. Private to
 * native/store/. Functions that take a store and answer nothing stick their errors in store->db.
 */
#ifndef EOS_STORE_INTERNAL_H
#define EOS_STORE_INTERNAL_H

#include "store/git.h"
#include "store/store.h"
#include "store/store_db.h"
#include <sys/types.h>

/* ORDER: state, kind and origin numbers stand in schemas/store.sql */
typedef enum eos_span_state {
    EOS_SPAN_NEW = 1,
    EOS_SPAN_OPEN,
    EOS_SPAN_REOPENED,
    EOS_SPAN_SUPPRESSED,
    EOS_SPAN_RESOLVED
} eos_span_state;
typedef enum eos_scan_kind { EOS_KIND_JUDGED, EOS_KIND_SKIPPED, EOS_KIND_DELETED } eos_scan_kind;
typedef enum eos_span_origin {
    EOS_ORIGIN_FIRST,
    EOS_ORIGIN_AGAIN,
    EOS_ORIGIN_BASE
} eos_span_origin;

/* One scan in row ids; 0 = NULL. */
typedef struct eos_scan_row {
    int64_t path_id, judgement_id, off_set_id;
    eos_scan_kind kind;
} eos_scan_row;

/* A set of path ids, as path_set.members holds it. */
typedef struct eos_id_set {
    int64_t *items; /* sorted, no doubles */
    uint32_t count, capacity;
} eos_id_set;

/* What is known of one finding of the path asked last (eos_store_status_of). */
typedef struct eos_tracked {
    char code[16];
    uint8_t fingerprint[EOS_FINGERPRINT_HEX / 2];
    bool is_open, was_resolved;
    eos_span_state state;
    int64_t first_run;
} eos_tracked;

struct eos_store {
    eos_arena arena;           /* options; lives as long as the store */
    eos_arena work;            /* what is learnt of the current run; renewed after settling */
    eos_store_options options; /* texts in arena */
    const char *path;          /* of the file */
    const char *codes;         /* sorted, one blank between */
    eos_db db;
    pid_t pid;         /* that opened db */
    eos_error trouble; /* first trouble with the file; code EOS_OK = none */

    bool has_head, has_files; /* in work: */
    eos_git_head head;
    eos_git_files files;
    char run_key[65];
    int64_t run_id;     /* 0 = not known to exist */
    int64_t lineage_id; /* 0 = not known to exist */
    bool has_run_set;
    eos_id_set run_set; /* paths that the run has settled */
    bool has_open_paths;
    const char **open_paths; /* sorted: paths with open findings in any line */
    uint32_t open_path_count;

    EOS_VECTOR(eos_scan_row)
    pending;            /* scans not written yet: collected, or unchanged without git */
    bool has_local_run; /* without git: this process saw that a run is open */

    bool has_base;           /* line to compare with, for status */
    int64_t base_lineage_id; /* 0 = none */
    int64_t base_position;   /* runs up to it count; INT64_MAX = all */
    const char *status_path; /* whose findings `tracked` holds; NULL = none */
    EOS_VECTOR(eos_tracked) tracked;
};

/* ---- store.c ---- */
/** Opens the handle if need be. EOS_OK with store->db.handle NULL: no file, and `may_create` false. */
EOS_MUST_CHECK eos_status eos_store_ready(eos_store *store, bool may_create, eos_error *err);
/** Keeps an error that makes the history useless for this process. */
eos_status eos_store_keep_trouble(eos_store *store, eos_status status, const eos_error *err);
/** Ends a transaction; trouble is kept. */
EOS_MUST_CHECK eos_status eos_store_commit(eos_store *store, eos_error *err);
int64_t eos_store_now(const eos_store *store);
/** Forgets what was learnt of the current run and closes the handle. */
void eos_store_forget(eos_store *store);

/* ---- store_names.c: rows that are found or made ---- */
int64_t eos_store_text_id(eos_store *store, const char *text);                  /* NULL gives 0 */
int64_t eos_store_path_id(eos_store *store, const char *path, bool may_create); /* 0 = not there */
int64_t eos_store_rule_id(eos_store *store, const char *code, const char *name,
                          const char *category);
int64_t eos_store_code_set_id(eos_store *store, const char *codes);
int64_t eos_store_config_id(eos_store *store);
int64_t eos_store_commit_id(eos_store *store, const eos_git_commit *commit);
/** Codes sorted with one blank between them, no doubles; "" for none. */
const char *eos_store_join_codes(eos_arena *arena, const char *const *codes, uint32_t count);
void eos_id_set_add(eos_arena *arena, eos_id_set *set, int64_t id); /* any order; then finish */
void eos_id_set_finish(eos_id_set *set);
bool eos_id_set_has(const eos_id_set *set, int64_t id);
int64_t eos_store_path_set_id(eos_store *store, eos_arena *arena, const eos_id_set *set);
void eos_store_read_path_set(eos_store *store, eos_arena *arena, int64_t path_set_id,
                             eos_id_set *out);

/* ---- store_run.c: which run and line this is ---- */
void eos_store_read_place(eos_store *store); /* head, line, run_key */
void eos_store_find_run(eos_store *store);   /* run_id and lineage_id, 0 when not there */
void eos_store_make_run(eos_store *store);   /* inside a transaction */
eos_git_file_state eos_store_file_state(eos_store *store, const char *path);
/** Nearest ancestor run of `head` in a line that has started: 0 = none. */
int64_t eos_store_find_base(eos_store *store, eos_arena *arena, const char *head,
                            int64_t not_lineage);

/* ---- store_finding.c: judgement and finding rows ---- */
/** `size` bytes from lower-case hex; what is missing reads as 0. */
void eos_store_read_hex(uint8_t *out, size_t size, const char *hex);
int64_t eos_store_find_judgement(eos_store *store, const char *key, int64_t path_id);
int64_t eos_store_write_judgement(eos_store *store, const eos_judgement *judgement,
                                  int64_t path_id);
/** Brings line, message and the like of the judgement's findings up to date. */
void eos_store_refresh_findings(eos_store *store, const eos_judgement *judgement, int64_t path_id);

/* ---- store_record.c ---- */
void eos_store_flush(eos_store *store); /* inside a transaction */
void eos_store_write_worktree(eos_store *store, const eos_scan_row *row);
void eos_store_write_scan(eos_store *store, const eos_scan_row *row);

/* ---- store_status.c ---- */
/** Line (and run of it) that findings are compared with: base_lineage_id, base_position. */
void eos_store_choose_base(eos_store *store);

/* ---- store_state.c: from scans to states ---- */
/** Takes over the open findings of the nearest ancestor line. Inside a transaction. */
void eos_store_start_lineage(eos_store *store, int64_t lineage_id, int64_t base_run);
/** Applies the scans of one run to its line. Inside a transaction. */
void eos_store_apply_run(eos_store *store, eos_arena *arena, int64_t run_id);

/* ---- store_change.c: what one changed path does to its findings ---- */
typedef struct eos_run_row {
    int64_t run_id, lineage_id, position, code_set_id, path_set_id, at;
    const char *codes; /* on in this run; "" = all */
} eos_run_row;
void eos_store_change_path(eos_store *store, eos_arena *arena, const eos_run_row *run,
                           const eos_scan_row *row);

/* ---- store_settle.c ---- */
/** Settling; with `finds_deleted` false only what other processes left. */
EOS_MUST_CHECK eos_status eos_store_settle_now(eos_store *store, bool finds_deleted,
                                               eos_error *err);

/* ---- store_attach.c: commits of runs ---- */
/** Finds and attaches commits, credits runs. Opens transactions of its own. */
eos_status eos_store_attach_commits(eos_store *store, eos_arena *arena, eos_error *err);

#endif
