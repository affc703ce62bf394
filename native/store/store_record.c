/* SPDX-License-Identifier: MIT */
/*
 * Recording a scan and answering from what was recorded. The path that every unchanged file takes is
 * read-only: one query, or none once the line is in memory, and no transaction.
 *
 * Questionable: a scan is a row of `scan` until settling turns it into a set of paths and version rows.
 * Writers so need no order among themselves, and a killed one leaves rows that the next settling reads.
 */
#include "store/store_internal.h"

#include <stdio.h>

#include "base/json.h"
#include "store/store_judgement.h"

#define COLLECTED (1u << 16) /* scans kept in memory */
#define SINGLE_READS 8u      /* queries for single paths before the line is loaded */

/* ---- fresh judgements that wait ---- */

/* Writes them in a transaction of their own; their scans stay collected. */
static eos_status flush_queue(eos_store *store, eos_error *err)
{
    EOS_ARENA_TRY(&store->work, saved) {
        eos_db_begin(&store->db);
        eos_store_make_run(store);
        eos_store_write_queue(store);
    }
    EOS_ARENA_CATCH(&store->work, saved) {
        eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
    }
    EOS_ARENA_END;
    const eos_status status = eos_store_commit(store, err);
    eos_store_clear_queue(store);
    return status;
}

/* ---- lookup ---- */

/* The judgement of a row of body and models; *out stays NULL when the body cannot be read: it is then
 * no body, and the file is judged again. */
static eos_status read_cached(sqlite3_stmt *statement, eos_judgement **out, eos_error *err)
{
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    const size_t length = (size_t)sqlite3_column_bytes(statement, 0);
    eos_judgement *judgement = NULL;
    const eos_status status =
        eos_judgement_parse(&judgement, text != NULL ? text : "", length, err);
    const char *models = (const char *)sqlite3_column_text(statement, 1);
    volatile bool is_complete = true;
    if (status == EOS_OK && models != NULL) {
        EOS_ARENA_TRY(&judgement->arena, saved) {
            judgement->models_json = eos_arena_copy(&judgement->arena, models, strlen(models));
        }
        EOS_ARENA_CATCH(&judgement->arena, saved) {
            is_complete = false;
        }
        EOS_ARENA_END;
    }
    if (!is_complete) {
        eos_judgement_free(judgement);
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory in a cached judgement");
    }
    *out = judgement;
    return status == EOS_ERR_FORMAT ? EOS_OK : status;
}

/* The newest judgement of the rows that `accepts` (NULL = any). */
static eos_status read_judgement(eos_store *store, const char *sql, const char *key,
                                 eos_store_accepts *accepts, const void *payload,
                                 eos_judgement **out, eos_error *err)
{
    uint8_t bytes[EOS_KEY_BYTES];
    eos_store_read_hex(bytes, sizeof bytes, key);
    const void *const blob = bytes;
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "b", blob, sizeof bytes);
    eos_status status = EOS_OK;
    bool has_more = eos_db_step(&store->db, statement);
    while (has_more) {
        status = read_cached(statement, out, err);
        if (status != EOS_OK || (*out != NULL && (accepts == NULL || accepts(payload, *out)))) {
            eos_db_done(statement);
            return status;
        }
        eos_judgement_free(*out);
        *out = NULL;
        has_more = eos_db_step(&store->db, statement);
    }
    return status;
}

/* A lookup's end: trouble with the database takes the answer with it. */
static eos_status finish_lookup(eos_store *store, eos_status status, eos_judgement **out,
                                eos_error *err)
{
    eos_error local;
    const eos_status trouble = eos_db_recover(&store->db, &local);
    if (trouble == EOS_OK)
        return status;
    eos_judgement_free(*out);
    *out = NULL;
    if (err != NULL)
        *err = local;
    return eos_store_keep_trouble(store, trouble, &local);
}

eos_status eos_store_lookup(eos_store *store, const char *key, eos_judgement **out, eos_error *err)
{
    static const char sql[] =
        "SELECT c.body, m.body FROM judgement_cache c "
        "JOIN judgement j ON j.judgement_id = c.judgement_id "
        "LEFT JOIN meta_model m ON m.meta_model_id = j.meta_model_id WHERE c.key = ? LIMIT 1";
    *out = NULL;
    eos_status status = eos_store_ready(store, false, err);
    if (status == EOS_OK && eos_store_has_queued_key(store, key, false))
        status = flush_queue(store, err);
    if (status != EOS_OK || store->db.handle == NULL)
        return status;
    status = read_judgement(store, sql, key, NULL, NULL, out, err);
    return finish_lookup(store, status, out, err);
}

eos_status eos_store_lookup_base(eos_store *store, const char *base_key, eos_store_accepts *accepts,
                                 const void *payload, eos_judgement **out, eos_error *err)
{
    static const char sql[] = "SELECT c.body, m.body FROM judgement_cache c "
                              "JOIN judgement j ON j.judgement_id = c.judgement_id "
                              "LEFT JOIN meta_model m ON m.meta_model_id = j.meta_model_id "
                              "WHERE c.base = ? ORDER BY c.judgement_id DESC LIMIT 8";
    *out = NULL;
    eos_status status = eos_store_ready(store, false, err);
    if (status == EOS_OK && eos_store_has_queued_key(store, base_key, true))
        status = flush_queue(store, err);
    if (status != EOS_OK || store->db.handle == NULL)
        return status;
    status = read_judgement(store, sql, base_key, accepts, payload, out, err);
    return finish_lookup(store, status, out, err);
}

/* ---- paths with open findings ---- */

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void load_open_paths(eos_store *store)
{
    static const char sql[] =
        "SELECT path FROM path WHERE path_id IN (SELECT f.path_id FROM span s "
        "JOIN finding f ON f.finding_id = s.finding_id WHERE s.state < 5 "
        "UNION SELECT path_id FROM worktree UNION SELECT path_id FROM scan WHERE kind = 0)";
    EOS_VECTOR(const char *) paths = {0};
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "");
    while (eos_db_step(&store->db, statement)) {
        const char *path = (const char *)sqlite3_column_text(statement, 0);
        if (path != NULL) {
            const char *copy = eos_arena_copy(&store->work, path, strlen(path));
            eos_vector_push(&store->work, &paths, copy);
        }
    }
    store->open_paths = paths.items;
    store->open_path_count = paths.count;
    if (paths.count > 1)
        qsort(paths.items, paths.count, sizeof *paths.items, compare_paths);
    store->has_open_paths = true;
}

static bool has_open_findings(eos_store *store, const char *path)
{
    if (store->db.handle == NULL)
        return false;
    if (!store->has_open_paths)
        load_open_paths(store);
    return store->open_path_count > 0 && bsearch(&path, store->open_paths, store->open_path_count,
                                                 sizeof *store->open_paths, compare_paths) != NULL;
}

/* ---- what is recorded already ---- */

/* What one query tells of a path: a query is a lock taken and given back, so there is one. */
typedef struct known_scan {
    int64_t path_id, judgement_id;              /* 0 = not there */
    bool has_pending, has_current, has_overlay; /* which of the rows below are there */
    eos_scan_row pending, current, overlay;     /* of this run, this line, the work tree */
} known_scan;

static void read_row(eos_scan_row *out, bool *is_there, sqlite3_stmt *statement, int column)
{
    *is_there = sqlite3_column_type(statement, column + 1) != SQLITE_NULL;
    out->judgement_id = sqlite3_column_int64(statement, column);
    out->kind = (eos_scan_kind)sqlite3_column_int64(statement, column + 1);
    out->off_set_id = sqlite3_column_int64(statement, column + 2);
}

static void read_known(eos_store *store, const eos_scan *scan, known_scan *out)
{
    static const char sql[] = "SELECT p.path_id, j.judgement_id, s.judgement_id, s.kind, "
                              "s.off_set_id, c.judgement_id, c.kind, "
                              "c.off_set_id, w.judgement_id, w.kind, NULL FROM path p "
                              "LEFT JOIN judgement j ON j.path_id = p.path_id AND "
                              "substr(j.key, 1, 2) = substr(?2, 1, 2) AND j.key = ?2 "
                              "LEFT JOIN scan s ON s.run_id = ?3 AND s.path_id = p.path_id "
                              "LEFT JOIN current c ON c.lineage_id = ?4 AND c.path_id = p.path_id "
                              "LEFT JOIN worktree w ON w.path_id = p.path_id WHERE p.path = ?1";
    uint8_t key[EOS_KEY_BYTES] = {0};
    const void *const blob = key;
    store->read_count++;
    *out = (known_scan){.path_id = 0};
    if (scan->judgement != NULL)
        eos_store_read_hex(key, sizeof key, scan->judgement->key);
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "tbii", scan->path, blob, sizeof key,
                                          store->run_id, store->lineage_id);
    if (!eos_db_step(&store->db, statement))
        return;
    out->path_id = sqlite3_column_int64(statement, 0);
    out->judgement_id = sqlite3_column_int64(statement, 1);
    read_row(&out->pending, &out->has_pending, statement, 2);
    read_row(&out->current, &out->has_current, statement, 5);
    read_row(&out->overlay, &out->has_overlay, statement, 8);
    eos_db_done(statement);
}

/* ---- the line in memory ---- */

static int compare_line_paths(const void *a, const void *b)
{
    return strcmp(((const eos_line_path *)a)->path, ((const eos_line_path *)b)->path);
}

/* One query instead of one per file; paths with rows that may say more are left out. */
static void load_line(eos_store *store)
{
#define LINE_SQL                                                                                   \
    "SELECT p.path, c.path_id, c.judgement_id, c.off_set_id, j.key FROM current c "                \
    "JOIN path p ON p.path_id = c.path_id JOIN judgement j ON j.judgement_id = c.judgement_id "    \
    "WHERE c.lineage_id = ?1 AND c.kind = 0 "
    static const char any[] =
        "SELECT EXISTS (SELECT 1 FROM worktree) OR EXISTS (SELECT 1 FROM scan)";
    static const char plain[] = LINE_SQL;
    static const char careful[] = LINE_SQL
        "AND NOT EXISTS (SELECT 1 FROM worktree w WHERE w.path_id = c.path_id) "
        "AND NOT EXISTS (SELECT 1 FROM scan s WHERE s.run_id = ?2 AND s.path_id = c.path_id)";
#undef LINE_SQL
    const bool has_others = eos_db_number(&store->db, 1, any, "") != 0;
    sqlite3_stmt *statement =
        has_others ? eos_db_bind(&store->db, careful, "ii", store->lineage_id, store->run_id)
                   : eos_db_bind(&store->db, plain, "i", store->lineage_id);
    while (eos_db_step(&store->db, statement)) {
        const char *path = (const char *)sqlite3_column_text(statement, 0);
        eos_line_path known = {.row = {.path_id = sqlite3_column_int64(statement, 1),
                                       .judgement_id = sqlite3_column_int64(statement, 2),
                                       .off_set_id = sqlite3_column_int64(statement, 3),
                                       .kind = EOS_KIND_JUDGED}};
        const void *const key = sqlite3_column_blob(statement, 4);
        if (path == NULL || sqlite3_column_bytes(statement, 4) != (int)sizeof known.key)
            continue;
        memcpy(known.key, key, sizeof known.key);
        known.path = eos_arena_copy(&store->work, path, strlen(path));
        eos_vector_push(&store->work, &store->line_paths, known);
    }
    if (store->line_paths.count > 1)
        qsort(store->line_paths.items, store->line_paths.count, sizeof *store->line_paths.items,
              compare_line_paths);
}

static eos_line_path *find_line_path(eos_store *store, const char *path)
{
    const eos_line_path wanted = {.path = path};
    if (store->line_paths.count == 0)
        return NULL;
    return bsearch(&wanted, store->line_paths.items, store->line_paths.count,
                   sizeof *store->line_paths.items, compare_line_paths);
}

/* The same as read_known tells, for a file that the line has with this very judgement. */
static bool find_in_line(eos_store *store, const eos_scan *scan, known_scan *out)
{
    uint8_t key[EOS_KEY_BYTES];
    if (scan->judgement == NULL)
        return false;
    if (store->read_count == SINGLE_READS && store->lineage_id != 0) {
        store->read_count++;
        load_line(store);
    }
    const eos_line_path *known = find_line_path(store, scan->path);
    if (known == NULL || known->is_stale)
        return false;
    eos_store_read_hex(key, sizeof key, scan->judgement->key);
    if (memcmp(key, known->key, sizeof key) != 0)
        return false;
    *out = (known_scan){.path_id = known->row.path_id,
                        .judgement_id = known->row.judgement_id,
                        .has_current = true,
                        .current = known->row};
    return true;
}

static void forget_in_line(eos_store *store, const char *path)
{
    eos_line_path *known = find_line_path(store, path);
    if (known != NULL)
        known->is_stale = true;
}

/* ---- is it recorded already? ---- */

static bool is_same_row(const eos_scan_row *a, const eos_scan_row *b)
{
    return a->judgement_id == b->judgement_id && a->kind == b->kind &&
           a->off_set_id == b->off_set_id;
}

static bool is_in_run(eos_store *store, int64_t path_id)
{
    static const char sql[] = "SELECT path_set_id FROM run WHERE run_id = ?";
    if (!store->has_run_set) {
        const int64_t id = eos_db_number(&store->db, 0, sql, "i", store->run_id);
        if (id != 0)
            eos_store_read_path_set(store, &store->work, id, &store->run_set);
        store->has_run_set = true;
    }
    return eos_id_set_has(&store->run_set, path_id);
}

/* A scan of this very run, or of this work tree, that is there already, settled or not. */
static bool is_recorded(eos_store *store, const known_scan *known, const eos_scan_row *row,
                        bool is_worktree)
{
    if (is_worktree)
        return known->has_overlay && known->overlay.judgement_id == row->judgement_id &&
               known->overlay.kind == row->kind;
    if (store->run_id == 0)
        return false;
    if (known->has_pending)
        return is_same_row(&known->pending, row);
    return known->has_current && is_same_row(&known->current, row) && !known->has_overlay &&
           is_in_run(store, row->path_id);
}

/* ---- writing ---- */

void eos_store_write_scan(eos_store *store, const eos_scan_row *row)
{
    static const char scan[] = "INSERT INTO scan (run_id, path_id, judgement_id, kind, off_set_id) "
                               "VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id, path_id) DO UPDATE SET "
                               "judgement_id = excluded.judgement_id, kind = excluded.kind, "
                               "off_set_id = excluded.off_set_id";
    static const char overlay[] = "DELETE FROM worktree WHERE path_id = ?";
    eos_db_run(&store->db, scan, "iiIiI", store->run_id, row->path_id, row->judgement_id,
               (int64_t)row->kind, row->off_set_id);
    eos_db_run(&store->db, overlay, "i", row->path_id);
}

void eos_store_flush(eos_store *store)
{
    if (store->pending.count == 0)
        return;
    eos_store_make_run(store);
    for (uint32_t i = 0; i < store->pending.count; i++)
        eos_store_write_scan(store, &store->pending.items[i]);
    store->pending.count = 0;
}

static void write_worktree_finding(eos_store *store, int64_t path_id, int64_t finding_id,
                                   bool is_suppressed)
{
    static const char sql[] =
        "INSERT OR IGNORE INTO worktree_finding (path_id, finding_id, is_suppressed) "
        "SELECT ?1, f.finding_id, ?3 FROM finding f JOIN rule r ON r.rule_id = f.rule_id "
        "WHERE f.finding_id = ?2 AND (?4 = '' OR instr(' ' || ?4 || ' ', ' ' || r.code || ' ') > "
        "0)";
    eos_db_run(&store->db, sql, "iiit", path_id, finding_id, (int64_t)is_suppressed, store->codes);
}

void eos_store_write_worktree(eos_store *store, const eos_scan_row *row)
{
    static const char drop[] = "DELETE FROM worktree WHERE path_id = ?";
    static const char insert[] =
        "INSERT INTO worktree (path_id, judgement_id, kind, at) VALUES (?, ?, ?, ?)";
    static const char facts_of[] = "SELECT facts FROM judgement WHERE judgement_id = ?";
    eos_db_run(&store->db, drop, "i", row->path_id);
    eos_db_run(&store->db, insert, "iIii", row->path_id, row->judgement_id, (int64_t)row->kind,
               eos_store_now(store));
    sqlite3_stmt *statement = eos_db_bind(&store->db, facts_of, "i", row->judgement_id);
    if (!eos_db_step(&store->db, statement))
        return;
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    eos_json *facts = NULL;
    const eos_status status = eos_json_parse(&facts, text != NULL ? text : "{}",
                                             text != NULL ? strlen(text) : 2, NULL, NULL);
    eos_db_done(statement);
    if (status != EOS_OK)
        return; /* damaged facts: nothing is claimed */
    for (const eos_json *id = eos_json_first(eos_json_get(facts, "v")); id; id = eos_json_next(id))
        write_worktree_finding(store, row->path_id, (int64_t)eos_json_number(id, 0), false);
    for (const eos_json *entry = eos_json_first(eos_json_get(facts, "s")); entry;
         entry = eos_json_next(entry))
        write_worktree_finding(store, row->path_id,
                               (int64_t)eos_json_number(eos_json_first(entry), 0), true);
    eos_json_free(facts);
}

static void write_record(eos_store *store, const eos_scan *scan, const char *off, bool is_worktree)
{
    eos_scan_row row = {.path_id = eos_store_path_id(store, scan->path, true),
                        .kind = scan->judgement != NULL ? EOS_KIND_JUDGED : EOS_KIND_SKIPPED};
    if (scan->judgement != NULL)
        row.judgement_id = eos_store_write_judgement(store, scan->judgement, row.path_id, NULL);
    if (off[0] != '\0')
        row.off_set_id = eos_store_code_set_id(store, off);
    if (is_worktree) {
        eos_store_write_worktree(store, &row);
        return;
    }
    eos_store_make_run(store);
    eos_store_flush(store);
    eos_store_write_scan(store, &row);
    store->has_local_run = true;
}

/* Can the scan be collected, or left out, instead of written now? */
static bool put_aside(eos_store *store, const known_scan *known, const eos_scan_row *row)
{
    if (!known->has_current || !is_same_row(&known->current, row) || known->has_overlay)
        return false;
    /* without git and without an open run an unchanged file needs none */
    const bool needs_no_run = !store->head.is_known && !store->has_local_run && store->run_id == 0;
    if (!needs_no_run && (!store->options.is_batched || store->pending.count >= COLLECTED))
        return false;
    eos_vector_push(&store->work, &store->pending, *row);
    return true;
}

/* A change is collected too when the process settles itself. */
static bool put_into_queue(eos_store *store, const eos_scan *scan, const char *off)
{
    if (!store->options.is_batched || scan->judgement == NULL)
        return false;
    if (!eos_store_enqueue(store, scan, off) &&
        (store->queue.count == 0 || flush_queue(store, NULL) != EOS_OK ||
         !eos_store_enqueue(store, scan, off)))
        return false;
    store->has_local_run = true;
    return true;
}

static void record_scan(eos_store *store, const eos_scan *scan)
{
    static const char find_off[] = "SELECT code_set_id FROM code_set WHERE codes = ?";
    const char *off =
        scan->off_count > 0 ? eos_store_join_codes(&store->work, scan->off, scan->off_count) : "";
    const bool is_worktree = eos_store_file_state(store, scan->path) != EOS_GIT_SAME;
    if (eos_store_is_queued(store, scan->path) && flush_queue(store, NULL) != EOS_OK)
        return; /* trouble, and it is kept */
    /* without git a run may have been opened or sealed by others; that is looked at when writing */
    if (store->run_id == 0 && (store->head.is_known || store->lineage_id == 0))
        eos_store_find_run(store);
    known_scan known;
    if (!find_in_line(store, scan, &known))
        read_known(store, scan, &known);
    eos_scan_row row = {.path_id = known.path_id,
                        .judgement_id = scan->judgement != NULL ? known.judgement_id : 0,
                        .kind = scan->judgement != NULL ? EOS_KIND_JUDGED : EOS_KIND_SKIPPED};
    bool is_known = row.path_id != 0 && (scan->judgement == NULL || row.judgement_id != 0);
    if (row.path_id != 0)
        eos_id_set_add(&store->work, &store->seen, row.path_id);
    if (is_known && off[0] != '\0') {
        row.off_set_id = eos_db_number(&store->db, 0, find_off, "t", off);
        is_known = row.off_set_id != 0;
    }
    if (is_known && is_recorded(store, &known, &row, is_worktree))
        return;
    if (is_known && !is_worktree && put_aside(store, &known, &row))
        return;
    forget_in_line(store, scan->path);
    if (!is_worktree && put_into_queue(store, scan, off))
        return;
    if (store->trouble.code != EOS_OK)
        return;
    eos_db_begin(&store->db);
    write_record(store, scan, off, is_worktree);
}

eos_status eos_store_record(eos_store *store, const eos_scan *scan, eos_error *err)
{
    const bool is_skipped = scan->judgement == NULL || !scan->judgement->concerns_us;
    eos_scan plain = *scan;
    if (is_skipped)
        plain.judgement = NULL;
    eos_status status = eos_store_ready(store, !is_skipped, err);
    if (status != EOS_OK || store->db.handle == NULL)
        return status;
    EOS_ARENA_TRY(&store->work, saved) {
        if (!is_skipped || has_open_findings(store, plain.path))
            record_scan(store, &plain);
    }
    EOS_ARENA_CATCH(&store->work, saved) {
        eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
    }
    EOS_ARENA_END;
    status = eos_store_commit(store, err);
    if (status == EOS_OK && store->trouble.code != EOS_OK)
        status = eos_store_ready(store, false, err); /* of the queue */
    return status;
}
