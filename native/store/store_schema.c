/* SPDX-License-Identifier: MIT */
/*
 * Opening the file: is it ours, is it of our version, is it to be made or migrated? Relies on
 * PRAGMA application_id and user_version, which SQLite keeps in the file's header.
 *
 * A migration is one more entry of `migrations`, run in order inside one transaction; the first entry
 * makes the whole schema. A file with a higher number than ours is closed without a write.
 *
 * Questionable: the change to WAL is tried again by hand. SQLite answers BUSY at once, without its busy
 * handler, when two processes make the same new file at the same moment.
 */
#include "store/store_schema.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/store_db.h"

/* 2: judgements that rest on other files of the repository are found by their key without these
 * 3: sums by rule read one index and nothing else: SQLite drops a column that is a subquery when nobody
 *    asks for it, but keeps the joins of an aggregate */
static const char *const migrations[EOS_STORE_VERSION] = {
    eos_store_sql,
    "ALTER TABLE judgement_cache ADD COLUMN base BLOB;"
    "CREATE INDEX judgement_cache_base ON judgement_cache (base) WHERE base IS NOT NULL;",
    "CREATE INDEX rule_run_sums ON rule_run (rule_id, introduced, resolved);"
    "DROP VIEW rule_trend;"
    "CREATE VIEW rule_trend AS "
    "SELECT (SELECT r.run_key FROM run r WHERE r.run_id = t.run_id) AS run,"
    " (SELECT l.name FROM lineage l WHERE l.lineage_id = t.lineage_id) AS branch,"
    " u.code, u.name, t.introduced, t.resolved,"
    " (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', coalesce(c.at, r.started_at), 'unixepoch')"
    "  FROM run r LEFT JOIN git_commit c ON c.commit_id = r.credit_id"
    "  WHERE r.run_id = t.run_id) AS at "
    "FROM rule_run t JOIN rule u ON u.rule_id = t.rule_id;"};

static int64_t read_pragma(eos_db *db, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (eos_db_check(db, sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL))) {
        const int result = sqlite3_step(statement);
        if (eos_db_check(db, result) && result == SQLITE_ROW)
            value = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    return value;
}

static void execute(eos_db *db, const char *sql)
{
    if (db->error.code == EOS_OK)
        eos_db_check(db, sqlite3_exec(db->handle, sql, NULL, NULL, NULL));
}

/* Version of the file; 0 = an empty file. An error sticks for files that are not ours. The three
 * numbers are read in one transaction: another process may be making the file at this moment. */
static int64_t read_version(eos_db *db)
{
    const bool is_alone = !db->is_in_transaction;
    if (is_alone)
        execute(db, "BEGIN");
    const int64_t tables = read_pragma(db, "SELECT count(*) FROM sqlite_schema");
    const int64_t version = read_pragma(db, "PRAGMA user_version");
    const int64_t application = read_pragma(db, "PRAGMA application_id");
    if (is_alone && sqlite3_get_autocommit(db->handle) == 0)
        (void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    if (version > EOS_STORE_VERSION && application == EOS_STORE_APPLICATION_ID)
        eos_db_fail(
            db, EOS_ERR_NEWER,
            "the history was made by a newer eoslint and is left untouched; update eoslint");
    else if (version != 0 ? application != EOS_STORE_APPLICATION_ID : tables > 0)
        eos_db_fail(db, EOS_ERR_DAMAGED, "this is the database of another program");
    return version;
}

static void migrate(eos_db *db)
{
    char text[64];
    execute(db, "BEGIN IMMEDIATE");
    db->is_in_transaction = db->error.code == EOS_OK;
    const int64_t version = read_version(db); /* another process may have been first */
    for (int64_t i = version; i >= 0 && i < EOS_STORE_VERSION; i++)
        execute(db, migrations[i]);
    snprintf(text, sizeof text, "PRAGMA application_id = %d", EOS_STORE_APPLICATION_ID);
    execute(db, text);
    snprintf(text, sizeof text, "PRAGMA user_version = %d", EOS_STORE_VERSION);
    execute(db, text);
    execute(db, "COMMIT");
    if (db->error.code == EOS_OK)
        db->is_in_transaction = false;
    eos_db_roll_back(db);
}

static void change_to_wal(eos_db *db)
{
    for (int waited = 0;; waited += 5) {
        const int result = sqlite3_exec(db->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if (eos_db_status(result) != EOS_ERR_BUSY || waited >= EOS_LIMIT_BUSY_MS) {
            eos_db_check(db, result);
            return;
        }
        const struct timespec pause = {.tv_nsec = 5000000};
        nanosleep(&pause, NULL);
    }
}

/* A folder in place of the file, a folder that cannot be written: say which. */
static eos_status explain_failure(const char *path, eos_error *err)
{
    struct stat status;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return eos_fail(err, EOS_ERR_IO, path, "the history is a folder, not a file");
    if (errno != ENOENT || access(path, R_OK) == 0)
        return eos_fail(err, EOS_ERR_READONLY, path, "the history cannot be written");
    return eos_fail(err, EOS_ERR_IO, path, "the history cannot be opened");
}

eos_status eos_db_open(eos_db *db, const char *path, bool may_create, eos_error *err)
{
    *db = (eos_db){.path = path};
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (may_create ? SQLITE_OPEN_CREATE : 0);
    const int result = sqlite3_open_v2(path, &db->handle, flags, NULL);
    if (result != SQLITE_OK) {
        sqlite3_close_v2(db->handle);
        db->handle = NULL;
        return explain_failure(path, err);
    }
    if (sqlite3_db_readonly(db->handle, "main") == 1) {
        eos_db_close(db);
        return eos_fail(err, EOS_ERR_READONLY, path, "the history cannot be written");
    }
    sqlite3_busy_timeout(db->handle, EOS_LIMIT_BUSY_MS);
    const int64_t version = read_version(db);
    if (db->error.code == EOS_ERR_NEWER)
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    if (db->error.code == EOS_OK && version == 0)
        change_to_wal(db);
    execute(db, "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                "PRAGMA trusted_schema = OFF");
    if (db->error.code == EOS_OK && version < EOS_STORE_VERSION)
        migrate(db);
    const eos_status status = eos_db_recover(db, err);
    if (status != EOS_OK)
        eos_db_close(db);
    return status;
}

/* The path as a file: URI that promises that nobody writes. */
static void make_immutable_uri(char *out, size_t size, const char *path)
{
    size_t used = (size_t)snprintf(out, size, "file:");
    for (const char *at = path; *at != '\0' && used + 16 < size; at++) {
        if (strchr("?#%", *at) != NULL)
            used += (size_t)snprintf(out + used, size - used, "%%%02X", (unsigned char)*at);
        else
            out[used++] = *at;
    }
    snprintf(out + used, size - used, "?immutable=1");
}

eos_status eos_db_open_read_only(eos_db *db, const char *path, eos_error *err)
{
    *db = (eos_db){.path = path, .is_read_only = true};
    const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;
    int result = sqlite3_open_v2(path, &db->handle, flags, NULL);
    const int look = result == SQLITE_OK
                         ? sqlite3_exec(db->handle, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL)
                         : 0;
    if (look != SQLITE_OK && eos_db_status(look) != EOS_ERR_BUSY &&
        eos_db_status(look) != EOS_ERR_DAMAGED) {
        /* the folder takes no -shm file; without a writer there is no need of one */
        char uri[4096];
        sqlite3_close_v2(db->handle);
        make_immutable_uri(uri, sizeof uri, path);
        result = sqlite3_open_v2(uri, &db->handle, flags | SQLITE_OPEN_URI, NULL);
    }
    if (result != SQLITE_OK) {
        sqlite3_close_v2(db->handle);
        db->handle = NULL;
        return explain_failure(path, err);
    }
    sqlite3_busy_timeout(db->handle, EOS_LIMIT_BUSY_MS);
    (void)read_version(db);
    const eos_status status = eos_db_recover(db, err);
    if (status != EOS_OK)
        eos_db_close(db);
    return status;
}
