/* SPDX-License-Identifier: MIT */
/*
 * The handle: statement cache, binding by format, sticky errors, transactions. Relies on SQLite 3.37.
 *
 * Questionable: a handle that came over a fork is closed in the child (eos_db_drop). SQLite advises
 * against carrying a handle over a fork, and a child that opened a second one beside it would share
 * lock state with a handle whose POSIX locks it does not have. Closing is harmless as long as the
 * handle rests: no transaction runs, closing checkpoints nothing (NO_CKPT_ON_CLOSE), and POSIX locks
 * belong to the process, so the parent's stay.
 */
#include "store/store_db.h"

#include <stdarg.h>

eos_status eos_db_status(int result)
{
    switch (result & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return EOS_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return EOS_ERR_BUSY;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return EOS_ERR_DAMAGED;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return EOS_ERR_READONLY;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_FULL:
        return EOS_ERR_IO;
    case SQLITE_NOMEM:
        return EOS_ERR_MEMORY;
    case SQLITE_TOOBIG:
        return EOS_ERR_LIMIT;
    default:
        return EOS_ERR_INTERNAL;
    }
}

static const char *describe(eos_status status)
{
    switch (status) {
    case EOS_ERR_BUSY:
        return "the history is locked by another process";
    case EOS_ERR_DAMAGED:
        return "the history is damaged or no eoslint database; move it away to start a new one";
    case EOS_ERR_READONLY:
        return "the history cannot be written";
    case EOS_ERR_IO:
        return "the history cannot be read or written";
    case EOS_ERR_MEMORY:
        return "out of memory in the history";
    default:
        return "the history failed";
    }
}

bool eos_db_check(eos_db *db, int result)
{
    const eos_status status = eos_db_status(result);
    if (status != EOS_OK && db->error.code == EOS_OK)
        (void)eos_fail(&db->error, status, db->path, "%s (%s)", describe(status),
                       db->handle != NULL ? sqlite3_errmsg(db->handle) : sqlite3_errstr(result));
    return status == EOS_OK;
}

void eos_db_fail(eos_db *db, eos_status code, const char *message)
{
    if (db->error.code == EOS_OK)
        (void)eos_fail(&db->error, code, db->path, "%s", message);
}

eos_status eos_db_recover(eos_db *db, eos_error *err)
{
    const eos_status code = db->error.code;
    if (code != EOS_OK && err != NULL)
        *err = db->error;
    db->error.code = EOS_OK;
    return code;
}

static void finalize_all(eos_db *db)
{
    for (uint32_t i = 0; i < db->statement_count; i++)
        sqlite3_finalize(db->statements[i].statement);
    db->statement_count = 0;
}

void eos_db_close(eos_db *db)
{
    if (db->handle == NULL)
        return;
    eos_db_roll_back(db);
    finalize_all(db);
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
}

void eos_db_drop(eos_db *db)
{
    if (db->handle == NULL)
        return;
    sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    finalize_all(db);
    sqlite3_close_v2(db->handle);
    db->handle = NULL;
    db->is_in_transaction = false;
    db->error.code = EOS_OK;
}

/* ---- statements ---- */

static sqlite3_stmt *find_statement(eos_db *db, const char *sql)
{
    for (uint32_t i = 0; i < db->statement_count; i++)
        if (db->statements[i].sql == sql) {
            sqlite3_reset(db->statements[i].statement);
            return db->statements[i].statement;
        }
    if (db->statement_count == EOS_DB_STATEMENTS) {
        eos_db_fail(db, EOS_ERR_INTERNAL, "too many statements");
        return NULL;
    }
    sqlite3_stmt *statement = NULL;
    if (!eos_db_check(db, sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                             &statement, NULL)))
        return NULL;
    db->statements[db->statement_count].sql = sql;
    db->statements[db->statement_count++].statement = statement;
    return statement;
}

static sqlite3_stmt *bind_values(eos_db *db, const char *sql, const char *format, va_list args)
{
    if (db->error.code != EOS_OK || db->handle == NULL)
        return NULL;
    sqlite3_stmt *statement = find_statement(db, sql);
    if (statement == NULL)
        return NULL;
    int result = SQLITE_OK;
    for (int at = 1; format[at - 1] != '\0' && result == SQLITE_OK; at++) {
        switch (format[at - 1]) {
        case 'i':
            result = sqlite3_bind_int64(statement, at, va_arg(args, int64_t));
            break;
        case 'I': {
            const int64_t value = va_arg(args, int64_t);
            result = value != 0 ? sqlite3_bind_int64(statement, at, value)
                                : sqlite3_bind_null(statement, at);
            break;
        }
        case 't':
            result =
                sqlite3_bind_text(statement, at, va_arg(args, const char *), -1, SQLITE_STATIC);
            break;
        case 'b': {
            const void *data = va_arg(args, const void *);
            const size_t size = va_arg(args, size_t);
            result = sqlite3_bind_blob64(statement, at, size > 0 ? data : "", size, SQLITE_STATIC);
            break;
        }
        default:
            result = SQLITE_MISUSE;
        }
    }
    return eos_db_check(db, result) ? statement : NULL;
}

sqlite3_stmt *eos_db_bind(eos_db *db, const char *sql, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sqlite3_stmt *statement = bind_values(db, sql, format, args);
    va_end(args);
    return statement;
}

bool eos_db_step(eos_db *db, sqlite3_stmt *statement)
{
    if (statement == NULL || db->error.code != EOS_OK)
        return false;
    const int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        return true;
    eos_db_check(db, result);
    sqlite3_reset(statement);
    return false;
}

void eos_db_done(sqlite3_stmt *statement)
{
    if (statement != NULL)
        sqlite3_reset(statement);
}

int64_t eos_db_run(eos_db *db, const char *sql, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sqlite3_stmt *statement = bind_values(db, sql, format, args);
    va_end(args);
    if (statement == NULL)
        return 0;
    const bool has_row = eos_db_step(db, statement);
    eos_db_done(statement);
    return db->error.code == EOS_OK && !has_row ? sqlite3_changes(db->handle) : 0;
}

int64_t eos_db_number(eos_db *db, int64_t otherwise, const char *sql, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sqlite3_stmt *statement = bind_values(db, sql, format, args);
    va_end(args);
    int64_t value = otherwise;
    if (eos_db_step(db, statement)) {
        if (sqlite3_column_type(statement, 0) != SQLITE_NULL)
            value = sqlite3_column_int64(statement, 0);
        eos_db_done(statement);
    }
    return value;
}

int64_t eos_db_last_id(const eos_db *db)
{
    return db->handle != NULL ? sqlite3_last_insert_rowid(db->handle) : 0;
}

/* ---- transactions ---- */

void eos_db_begin(eos_db *db)
{
    static const char sql[] = "BEGIN IMMEDIATE";
    eos_db_run(db, sql, "");
    db->is_in_transaction = db->error.code == EOS_OK;
}

void eos_db_roll_back(eos_db *db)
{
    if (!db->is_in_transaction)
        return;
    for (uint32_t i = 0; i < db->statement_count; i++)
        sqlite3_reset(db->statements[i].statement);
    if (sqlite3_get_autocommit(db->handle) == 0)
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    db->is_in_transaction = false;
}

eos_status eos_db_commit(eos_db *db, eos_error *err)
{
    static const char sql[] = "COMMIT";
    if (db->is_in_transaction && db->error.code == EOS_OK) {
        eos_db_run(db, sql, "");
        if (db->error.code == EOS_OK)
            db->is_in_transaction = false;
    }
    eos_db_roll_back(db);
    return eos_db_recover(db, err);
}
