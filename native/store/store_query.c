/* SPDX-License-Identifier: MIT */
/*
 * Read-only SQL for people. An authorizer lets reading, functions and harmless pragmas pass and nothing
 * else, so ATTACH, which SQLite counts as read-only, is refused too.
 *
 * Questionable: a query settles first. Without that a commit made after the last lint would not be
 * credited, and a run whose main process was killed would be missing. When settling is impossible
 * (read-only medium) the answer comes from what is there.
 */
#include "store/store_internal.h"

#include <unistd.h>

#define MAX_COLUMNS 256

static int authorize(void *payload, int action, const char *first, const char *second,
                     const char *database, const char *trigger)
{
    static const char *const pragmas[] = {
        "table_info",       "table_xinfo",     "table_list",  "index_list",    "index_info",
        "foreign_key_list", "integrity_check", "quick_check", "function_list", "compile_options"};
    (void)payload;
    (void)database;
    (void)trigger;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return second != NULL && sqlite3_stricmp(second, "load_extension") == 0 ? SQLITE_DENY
                                                                                : SQLITE_OK;
    case SQLITE_PRAGMA:
        for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
            if (first != NULL && sqlite3_stricmp(first, pragmas[i]) == 0)
                return SQLITE_OK;
        if (second == NULL && first != NULL &&
            (sqlite3_stricmp(first, "user_version") == 0 ||
             sqlite3_stricmp(first, "application_id") == 0))
            return SQLITE_OK;
        return SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int bind_value(sqlite3_stmt *statement, int at, const eos_store_value *value)
{
    switch (value->type) {
    case EOS_STORE_INTEGER:
        return sqlite3_bind_int64(statement, at, value->integer);
    case EOS_STORE_REAL:
        return sqlite3_bind_double(statement, at, value->real);
    case EOS_STORE_TEXT:
        return sqlite3_bind_text64(statement, at, value->text, value->length, SQLITE_STATIC,
                                   SQLITE_UTF8);
    case EOS_STORE_BLOB:
        return sqlite3_bind_blob64(statement, at, value->text, value->length, SQLITE_STATIC);
    case EOS_STORE_NULL:
        break;
    }
    return sqlite3_bind_null(statement, at);
}

static void read_value(eos_store_value *out, sqlite3_stmt *statement, int column)
{
    *out = (eos_store_value){.type = EOS_STORE_NULL};
    switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
        out->type = EOS_STORE_INTEGER;
        out->integer = sqlite3_column_int64(statement, column);
        break;
    case SQLITE_FLOAT:
        out->type = EOS_STORE_REAL;
        out->real = sqlite3_column_double(statement, column);
        break;
    case SQLITE_TEXT:
        out->type = EOS_STORE_TEXT;
        out->text = (const char *)sqlite3_column_text(statement, column);
        out->length = (size_t)sqlite3_column_bytes(statement, column);
        break;
    case SQLITE_BLOB:
        out->type = EOS_STORE_BLOB;
        out->text = sqlite3_column_blob(statement, column);
        out->length = (size_t)sqlite3_column_bytes(statement, column);
        if (out->text == NULL)
            out->text = "";
        break;
    default:
        break;
    }
}

static eos_status fail_query(eos_store *store, int result, eos_error *err)
{
    const eos_status known = eos_db_status(result);
    const eos_status status =
        known == EOS_ERR_INTERNAL || known == EOS_ERR_READONLY ? EOS_ERR_USAGE : known;
    const char *text = (result & 0xff) == SQLITE_AUTH ? "only reading is allowed"
                                                      : sqlite3_errmsg(store->db.handle);
    return eos_fail(err, status, NULL, "the query failed: %s", text);
}

static eos_status give_rows(eos_store *store, sqlite3_stmt *statement, eos_store_row_fn row_fn,
                            void *payload, eos_error *err)
{
    const char *names[MAX_COLUMNS];
    eos_store_value values[MAX_COLUMNS];
    const int count = sqlite3_column_count(statement);
    if (count > MAX_COLUMNS)
        return eos_fail(err, EOS_ERR_LIMIT, NULL, "the query has more than %d columns",
                        MAX_COLUMNS);
    for (int i = 0; i < count; i++)
        names[i] = sqlite3_column_name(statement, i);
    eos_status status = row_fn(payload, names, NULL, (uint32_t)count);
    while (status == EOS_OK) {
        const int result = sqlite3_step(statement);
        if (result == SQLITE_DONE)
            break;
        if (result != SQLITE_ROW)
            return fail_query(store, result, err);
        for (int i = 0; i < count; i++)
            read_value(&values[i], statement, i);
        status = row_fn(payload, names, values, (uint32_t)count);
    }
    return status;
}

/* Is there anything but blanks, semicolons and comments? */
static bool is_more_sql(const char *at)
{
    for (;;) {
        at += strspn(at, " \t\r\n\f;");
        if (at[0] == '-' && at[1] == '-') {
            at += strcspn(at, "\n");
        } else if (at[0] == '/' && at[1] == '*') {
            const char *end = strstr(at + 2, "*/");
            if (end == NULL)
                return false;
            at = end + 2;
        } else {
            return at[0] != '\0';
        }
    }
}

static eos_status run_query(eos_store *store, const char *sql, const eos_store_value *parameters,
                            uint32_t parameter_count, eos_store_row_fn row_fn, void *payload,
                            eos_error *err)
{
    sqlite3_stmt *statement = NULL;
    const char *rest = "";
    sqlite3_set_authorizer(store->db.handle, authorize, NULL);
    int result = sqlite3_prepare_v2(store->db.handle, sql, -1, &statement, &rest);
    sqlite3_set_authorizer(store->db.handle, NULL, NULL);
    eos_status status = EOS_OK;
    if (result != SQLITE_OK)
        status = fail_query(store, result, err);
    else if (statement == NULL)
        status = eos_fail(err, EOS_ERR_USAGE, NULL, "the query is empty");
    else if (is_more_sql(rest))
        status = eos_fail(err, EOS_ERR_USAGE, NULL, "one statement at a time");
    else if (!sqlite3_stmt_readonly(statement))
        status = eos_fail(err, EOS_ERR_USAGE, NULL, "only reading is allowed");
    else if (sqlite3_bind_parameter_count(statement) != (int)parameter_count)
        status = eos_fail(err, EOS_ERR_USAGE, NULL, "the query has %d parameters, %u were given",
                          sqlite3_bind_parameter_count(statement), (unsigned)parameter_count);
    for (uint32_t i = 0; status == EOS_OK && i < parameter_count; i++) {
        result = bind_value(statement, (int)i + 1, &parameters[i]);
        if (result != SQLITE_OK)
            status = fail_query(store, result, err);
    }
    if (status == EOS_OK)
        status = give_rows(store, statement, row_fn, payload, err);
    sqlite3_finalize(statement);
    return status;
}

/* Settles and leaves a handle open; falls back to reading alone. */
static eos_status prepare_to_read(eos_store *store, eos_error *err)
{
    eos_error trouble;
    eos_status status = eos_store_ready(store, false, &trouble);
    if (status == EOS_OK && store->db.handle != NULL && !store->db.is_read_only)
        status = eos_store_settle_now(store, false, &trouble);
    if (status == EOS_OK || status == EOS_ERR_DAMAGED || status == EOS_ERR_NEWER) {
        if (status != EOS_OK && err != NULL)
            *err = trouble;
        return status;
    }
    eos_db_close(&store->db);
    store->pid = getpid();
    return eos_db_open_read_only(&store->db, store->path, err);
}

eos_status eos_store_query(eos_store *store, const char *sql, const eos_store_value *parameters,
                           uint32_t parameter_count, eos_store_row_fn row_fn, void *payload,
                           eos_error *err)
{
    if (access(store->path, F_OK) != 0)
        return eos_fail(err, EOS_ERR_USAGE, store->path, "no history yet");
    if (store->pending.count == 0 && store->queue.count == 0)
        eos_store_forget(store); /* HEAD may have moved since this process looked */
    eos_status status = prepare_to_read(store, err);
    if (status == EOS_OK)
        status = run_query(store, sql, parameters, parameter_count, row_fn, payload, err);
    eos_store_forget(store);
    return status;
}
