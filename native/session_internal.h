/* SPDX-License-Identifier: MIT */
/*
 * What the parts of the session share: session.c (one file after the other), session_roots.c (where
 * files belong, their stores), session_report.c (what is printed).
 */
#ifndef EOS_SESSION_INTERNAL_H
#define EOS_SESSION_INTERNAL_H

#include "engine/config.h"
#include "eos.h"
#include "store/store.h"

#include <sys/types.h>

#define EOS_SESSION_PATH 4096 /* bytes of a path with its NUL, as PATH_MAX on Linux */

typedef struct eos_session_root {
    char *path;       /* absolute, owned */
    eos_store *store; /* owned; NULL = no history is kept */
    struct eos_session_root *next;
} eos_session_root;

struct eos_session {
    eos_config *config;      /* owned */
    char *history;           /* absolute path of the database; NULL = root/.eoslint/history.db */
    bool keeps_history;      /* false: switched off, or text from an editor */
    char *fixed_root;        /* NULL = found for each file */
    char *host;              /* "flake8", "pylint", "cli"; NULL = not said */
    pid_t owner;             /* process that made the session */
    eos_session_root *roots; /* newest first; a handful at most */

    /* where the last file lies; kept from file to file because neighbours come together */
    char given_folder[EOS_SESSION_PATH]; /* folder part of the path as given; valid if has_folder */
    char folder[EOS_SESSION_PATH];       /* the same, absolute and without links */
    bool has_folder;
    eos_session_root *root; /* of that folder; NULL = none */

    /* the last file */
    char *path; /* as shown, owned */
    char *text; /* copy of its text, owned; `length` bytes are in use */
    size_t length, capacity;
    eos_judgement *judgement; /* owned; NULL = skipped */
    bool is_waiting;          /* scanned, its tree has not come yet */
    const char **off;         /* owned array of the register's texts: codes that the host hides */
    uint32_t off_count;

    eos_arena cell_arena; /* of the cells of the next file, and of the last one */
    eos_cells cells;

    struct eos_file_memo *memo; /* owned; NULL when memory was out */
    eos_arena_pool pool;        /* of the analyses' arenas, from file to file */

    char trouble[2300]; /* first trouble with the history; "" = none */
};

/* session_roots.c */

/** Finds folder, root and shown path of the file; opens the root's store (which opens nothing yet). */
EOS_MUST_CHECK eos_status eos_session_enter(eos_session *session, const char *path, eos_error *err);
/** Store of the file at hand; NULL = no history. */
eos_store *eos_session_store(const eos_session *session);
/** Remembers that the file at hand was scanned; NULL = skipped. Trouble is kept, never returned. */
void eos_session_record(eos_session *session, eos_judgement *judgement);
void eos_session_roots_free(eos_session *session);

/* session.c */
void eos_session_tell_trouble(eos_session *session, const eos_error *trouble);

#endif
