/* SPDX-License-Identifier: MIT */
/*
 * store_db.h: the database handle of the store: statements prepared once, values always bound, errors
 * of SQLite turned into ours.
 *
 * Errors stick: the first one is kept in the handle and every later call does nothing, so a sequence
 * of writes reads as one and is checked once, at eos_db_commit. Private to native/store/.
 */
#ifndef EOS_STORE_DB_H
#define EOS_STORE_DB_H

#include "base/error.h"
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EOS_DB_STATEMENTS 96

typedef struct eos_db {
    sqlite3 *handle; /* NULL = closed */
    struct {
        const char *sql; /* compared by address: pass the same constant */
        sqlite3_stmt *statement;
    } statements[EOS_DB_STATEMENTS];
    uint32_t statement_count;
    bool is_read_only, is_in_transaction;
    eos_error error;  /* first error since the last eos_db_recover; code EOS_OK = none */
    const char *path; /* borrowed */
} eos_db;

/** Opens the file (made when `may_create`), checks and migrates it. Closed again on error. */
EOS_MUST_CHECK eos_status eos_db_open(eos_db *db, const char *path, bool may_create,
                                      eos_error *err);
/** Opens for reading only, also where nothing can be written. */
EOS_MUST_CHECK eos_status eos_db_open_read_only(eos_db *db, const char *path, eos_error *err);
/** Finalizes all statements and closes. */
void eos_db_close(eos_db *db);
/** Closes a handle that came over a fork: writes nothing, checkpoints nothing. */
void eos_db_drop(eos_db *db);

/**
 * The statement for `sql`, reset, with values bound as `format` says, one letter each: i int64_t,
 * I int64_t where 0 is NULL, t const char * (NULL = NULL), b const void * and size_t. NULL after an
 * error. Texts are borrowed until the statement is used again.
 */
sqlite3_stmt *eos_db_bind(eos_db *db, const char *sql, const char *format, ...);
/** Next row of a statement from eos_db_bind (NULL is fine). At the end it resets and answers false. */
bool eos_db_step(eos_db *db, sqlite3_stmt *statement);
/** Ends a statement early. */
void eos_db_done(sqlite3_stmt *statement);
/** Binds and runs a statement that gives no rows; answers how many rows changed. */
int64_t eos_db_run(eos_db *db, const char *sql, const char *format, ...);
/** First column of the first row as integer; `otherwise` when there is no row or it is NULL. */
int64_t eos_db_number(eos_db *db, int64_t otherwise, const char *sql, const char *format, ...);
/** Row id of the last insert. */
int64_t eos_db_last_id(const eos_db *db);

/** BEGIN IMMEDIATE. */
void eos_db_begin(eos_db *db);
/** Commits, or rolls back when an error stuck, which is then returned and forgotten. */
EOS_MUST_CHECK eos_status eos_db_commit(eos_db *db, eos_error *err);
void eos_db_roll_back(eos_db *db);
/** The stuck error, forgotten by this call. */
eos_status eos_db_recover(eos_db *db, eos_error *err);

/** Maps a result of SQLite; EOS_OK for SQLITE_OK, ROW and DONE. */
eos_status eos_db_status(int result);
/** Sticks an error that is not SQLite's. */
void eos_db_fail(eos_db *db, eos_status code, const char *message);
/** Sticks the handle's last error when `result` is one. True = no error. */
bool eos_db_check(eos_db *db, int result);

#endif
