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

#define EOS_STORE_NAMES 256u /* ids kept in memory, a power of two */
#define EOS_KEY_BYTES 16     /* of a judgement's key are stored */

/* One scan in row ids; 0 = NULL. */
typedef struct eos_scan_row {
    int64_t path_id, judgement_id, off_set_id;
    eos_scan_kind kind;
    uint32_t order; /* among the scans of a run; the last of a path counts */
} eos_scan_row;

/* A set of path ids, as path_set.members holds it. */
typedef struct eos_id_set {
    int64_t *items; /* sorted, no doubles */
    uint32_t count, capacity;
} eos_id_set;

/* A path of the current line as the database has it, to tell an unchanged file without a query. */
typedef struct eos_line_path {
    const char *path;
    eos_scan_row row;
    uint8_t key[EOS_KEY_BYTES]; /* of row.judgement_id */
    bool is_stale;              /* written since: ask the database */
} eos_line_path;

/* A fresh judgement that waits to be written with others. */
typedef struct eos_queued {
    const char *path, *off; /* off: codes, one blank between */
    eos_judgement
        judgement;    /* what writing needs of it; all in queue_arena, its own arena unused */
    const char *body; /* eos_judgement_print of it */
} eos_queued;

/* What happened to the findings of one rule in one run, not written yet. */
typedef struct eos_rule_delta {
    int64_t run_id, rule_id, introduced, resolved;
    int64_t seconds, shortest, longest; /* lives of the resolved */
    bool has_undone, has_revived;       /* something was taken back; a resolution was */
} eos_rule_delta;

/* The same for one model of one path. */
typedef struct eos_model_delta {
    int64_t model_id, findings, open, reopened;
} eos_model_delta;

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
    pending;               /* scans not written yet: collected, or unchanged without git */
    eos_arena queue_arena; /* renewed when the queue is written */
    EOS_VECTOR(eos_queued) queue;
    eos_id_set seen;     /* paths that this process found there (unsorted until settling) */
    uint32_t read_count; /* queries for single paths; after some the line is loaded */
    EOS_VECTOR(eos_line_path) line_paths; /* sorted by path; count 0 = not loaded */
    EOS_VECTOR(eos_rule_delta) rule_deltas;
    EOS_VECTOR(eos_model_delta) model_deltas;
    bool has_local_run; /* without git: this process saw that a run is open */

    /* ids of texts and rules that come again and again; rows are never taken away, so an id stays right
     * unless its transaction failed */
    struct {
        const char *text; /* in work; NULL = free */
        int64_t id;
        bool is_rule;
    } names[EOS_STORE_NAMES];

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
/** `printed`: its body as text; NULL = not printed yet. */
int64_t eos_store_write_judgement(eos_store *store, const eos_judgement *judgement, int64_t path_id,
                                  const char *printed);
/** Brings line, message and the like of the judgement's findings up to date. */
void eos_store_refresh_findings(eos_store *store, const eos_judgement *judgement, int64_t path_id);

/* ---- store_record.c ---- */
/** Writes the collected scans as rows. Inside a transaction. */
void eos_store_flush(eos_store *store);

/* ---- store_queue.c: fresh judgements that are written together ---- */
/** Takes a copy; false = it is to be written at once (full, or out of memory). */
bool eos_store_enqueue(eos_store *store, const eos_scan *scan, const char *off);
bool eos_store_is_queued(const eos_store *store, const char *path);
bool eos_store_has_queued_key(const eos_store *store, const char *key, bool is_base);
/** Writes the judgements; their scans are collected in `pending`. Inside a transaction. */
void eos_store_write_queue(eos_store *store);
/** Empties the queue after its transaction has ended. */
void eos_store_clear_queue(eos_store *store);
void eos_store_write_worktree(eos_store *store, const eos_scan_row *row);
void eos_store_write_scan(eos_store *store, const eos_scan_row *row);

/* ---- store_status.c ---- */
/** Line (and run of it) that findings are compared with: base_lineage_id, base_position. */
void eos_store_choose_base(eos_store *store);

/* ---- store_state.c: from scans to states ---- */
/** Takes over the open findings of the nearest ancestor line. Inside a transaction. */
void eos_store_start_lineage(eos_store *store, int64_t lineage_id, int64_t base_run);
/** Applies the scans of one run to its line, the collected ones too if it is this process's. Inside a
 *  transaction. */
void eos_store_apply_run(eos_store *store, eos_arena *arena, int64_t run_id);

/* ---- store_change.c: what one changed path does to its findings ---- */
typedef struct eos_run_row {
    int64_t run_id, lineage_id, position, code_set_id, path_set_id, at;
    const char *codes; /* on in this run; "" = all */
    bool is_unsealed;  /* without git: its key is not its content's yet */
} eos_run_row;
void eos_store_change_path(eos_store *store, eos_arena *arena, const eos_run_row *run,
                           const eos_scan_row *row);

/* ---- store_count.c: counters kept at settling ---- */
void eos_store_count_coming(eos_store *store, int64_t run_id, int64_t rule_id, int64_t count);
/** `seconds`: how long each of them lived; count -1 takes one back. */
void eos_store_count_going(eos_store *store, int64_t run_id, int64_t rule_id, int64_t count,
                           int64_t seconds);
void eos_store_count_model(eos_store *store, int64_t model_id, int64_t findings, int64_t open,
                           int64_t reopened);
void eos_store_write_rule_counts(eos_store *store, int64_t lineage_id);
void eos_store_write_model_counts(eos_store *store, int64_t lineage_id, int64_t path_id);
/** Counts the models of a path anew, from its findings. */
void eos_store_recount_models(eos_store *store, int64_t path_id);
/** Counts the models of a line that has just taken over its base's findings. */
void eos_store_count_taken_over(eos_store *store, int64_t lineage_id);

/* ---- store_settle.c ---- */
/** Settling; with `finds_deleted` false only what other processes left. */
EOS_MUST_CHECK eos_status eos_store_settle_now(eos_store *store, bool finds_deleted,
                                               eos_error *err);

/* ---- store_attach.c: commits of runs ---- */
/** Finds and attaches commits, credits runs. Opens transactions of its own. */
eos_status eos_store_attach_commits(eos_store *store, eos_arena *arena, eos_error *err);

#endif
