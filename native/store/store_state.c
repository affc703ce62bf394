/* SPDX-License-Identifier: MIT */
/*
 * From scans to states: the runs of a line in their order, each path against what the line knew of it.
 *
 * Order: a run gets its place when it is settled first. A run that is settled again after others came
 * (the tree went back to where it was) moves to the end, so the last scan has the last word. A late
 * process whose run is no longer the newest changes only paths that no newer run has changed.
 *
 * Questionable: a new line copies the open spans of its base run instead of pointing to them. Branches
 * are few and open findings some thousands, and every query stays a plain join.
 */
#include "store/store_internal.h"

#include <stdio.h>

#define MANY_SCANS 64u /* more than that and all that the line has is read at once */

typedef struct scan_list {
    EOS_VECTOR(eos_scan_row) rows;
} scan_list;

void eos_store_start_lineage(eos_store *store, int64_t lineage_id, int64_t base_run)
{
    static const char start[] = "UPDATE lineage SET is_started = 1, base_run = ? "
                                "WHERE lineage_id = ? AND is_started = 0";
    static const char spans[] =
        "INSERT INTO span (finding_id, lineage_id, first_run, last_run, path_id, state, origin, "
        "rule_id) SELECT s.finding_id, ?2, s.first_run, s.first_run, s.path_id, "
        "CASE WHEN s.state IN (1, 5) THEN 2 ELSE s.state END, 2, s.rule_id "
        "FROM run b JOIN span s ON s.lineage_id = b.lineage_id "
        "JOIN run f ON f.run_id = s.first_run "
        "LEFT JOIN run e ON e.run_id = s.last_run AND s.state = 5 "
        "WHERE b.run_id = ?1 AND (s.origin = 2 OR f.position <= b.position) AND "
        "(s.state < 5 OR e.position > b.position)";
    static const char silenced[] =
        "INSERT INTO suppression (finding_id, lineage_id, run_id, by, line, reason) "
        "SELECT s.finding_id, ?2, s.run_id, s.by, s.line, s.reason FROM run b "
        "JOIN suppression s ON s.lineage_id = b.lineage_id "
        "JOIN span n ON n.finding_id = s.finding_id AND n.lineage_id = ?2 AND n.state = 4 "
        "WHERE b.run_id = ?1";
    /* SQLite gives the other columns from the row that has the maximum */
    static const char current[] =
        "INSERT INTO current (path_id, lineage_id, judgement_id, kind, off_set_id, code_set_id, "
        "run_id) "
        "SELECT path_id, ?2, judgement_id, kind, off_set_id, code_set_id, run_id FROM ("
        "SELECT v.path_id, v.judgement_id, v.kind, v.off_set_id, r.code_set_id, r.run_id, "
        "max(r.position) FROM run b JOIN run r ON r.lineage_id = b.lineage_id AND "
        "r.position <= b.position JOIN version v ON v.run_id = r.run_id WHERE b.run_id = ?1 "
        "GROUP BY v.path_id)";
    if (eos_db_run(&store->db, start, "Ii", base_run, lineage_id) != 1 || base_run == 0)
        return;
    eos_db_run(&store->db, spans, "ii", base_run, lineage_id);
    eos_db_run(&store->db, silenced, "ii", base_run, lineage_id);
    eos_db_run(&store->db, current, "ii", base_run, lineage_id);
    eos_store_count_taken_over(store, lineage_id);
}

/* ---- one run ---- */

static bool read_run(eos_store *store, eos_arena *arena, int64_t run_id, eos_run_row *out)
{
    static const char sql[] =
        "SELECT r.lineage_id, r.position, r.code_set_id, r.path_set_id, r.started_at, c.codes, "
        "r.run_key LIKE 'open-%' "
        "FROM run r JOIN code_set c ON c.code_set_id = r.code_set_id WHERE r.run_id = ?";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", run_id);
    if (!eos_db_step(&store->db, statement))
        return false;
    const char *codes = (const char *)sqlite3_column_text(statement, 5);
    *out = (eos_run_row){.run_id = run_id,
                         .lineage_id = sqlite3_column_int64(statement, 0),
                         .position = sqlite3_column_int64(statement, 1),
                         .code_set_id = sqlite3_column_int64(statement, 2),
                         .path_set_id = sqlite3_column_int64(statement, 3),
                         .at = sqlite3_column_int64(statement, 4),
                         .is_unsealed = sqlite3_column_int64(statement, 6) != 0,
                         .codes = eos_arena_copy(arena, codes, strlen(codes))};
    eos_db_done(statement);
    return true;
}

static int compare_scans(const void *a, const void *b)
{
    const eos_scan_row *left = a, *right = b;
    if (left->path_id != right->path_id)
        return left->path_id < right->path_id ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

static void read_scans(eos_store *store, eos_arena *arena, int64_t run_id, scan_list *out)
{
    static const char sql[] = "SELECT path_id, judgement_id, off_set_id, kind FROM scan WHERE "
                              "run_id = ? ORDER BY path_id";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", run_id);
    while (eos_db_step(&store->db, statement)) {
        const eos_scan_row row = {.path_id = sqlite3_column_int64(statement, 0),
                                  .judgement_id = sqlite3_column_int64(statement, 1),
                                  .off_set_id = sqlite3_column_int64(statement, 2),
                                  .kind = (eos_scan_kind)sqlite3_column_int64(statement, 3)};
        eos_vector_push(arena, &out->rows, row);
    }
}

/* The scans that this process has collected for its run: the last one of a path counts. */
static void merge_collected(eos_store *store, eos_arena *arena, scan_list *list)
{
    static const char any[] = "SELECT 1 FROM worktree LIMIT 1";
    static const char overlay[] = "DELETE FROM worktree WHERE path_id = ?";
    const bool has_overlays = eos_db_number(&store->db, 0, any, "") != 0;
    for (uint32_t i = 0; i < store->pending.count; i++) {
        eos_scan_row row = store->pending.items[i];
        eos_vector_push(arena, &list->rows, row);
        if (has_overlays)
            eos_db_run(&store->db, overlay, "i", row.path_id);
    }
    for (uint32_t i = 0; i < list->rows.count; i++)
        list->rows.items[i].order = i;
    if (list->rows.count > 1)
        qsort(list->rows.items, list->rows.count, sizeof *list->rows.items, compare_scans);
    uint32_t used = 0;
    for (uint32_t i = 0; i < list->rows.count; i++) {
        const eos_scan_row row = list->rows.items[i];
        if (used > 0 && list->rows.items[used - 1].path_id == row.path_id)
            used--;
        list->rows.items[used++] = row;
    }
    list->rows.count = used;
}

/* Gives the run its place; true when it is the newest of its line. */
static bool place_run(eos_store *store, eos_run_row *run)
{
    static const char newest[] = "SELECT max(position) FROM run WHERE lineage_id = ?";
    static const char place[] = "UPDATE run SET position = ? WHERE run_id = ?";
    const int64_t last = eos_db_number(&store->db, 0, newest, "i", run->lineage_id);
    if (run->position == last && last != 0)
        return true;
    if (run->position != 0 && run->run_id != store->run_id)
        return false;
    run->position = last + 1;
    eos_db_run(&store->db, place, "ii", run->position, run->run_id);
    return true;
}

static void write_version(eos_store *store, const eos_run_row *run, const eos_scan_row *row)
{
    static const char sql[] =
        "INSERT INTO version (path_id, run_id, judgement_id, kind, off_set_id) VALUES (?, ?, ?, ?, "
        "?) "
        "ON CONFLICT (path_id, run_id) DO UPDATE SET judgement_id = excluded.judgement_id, "
        "kind = excluded.kind, off_set_id = excluded.off_set_id";
    eos_db_run(&store->db, sql, "iiIiI", row->path_id, run->run_id, row->judgement_id,
               (int64_t)row->kind, row->off_set_id);
}

/* A late run: the runs after it keep what they had from before it. */
static void write_late_version(eos_store *store, const eos_run_row *run, const eos_scan_row *row)
{
    static const char carry[] =
        "INSERT OR IGNORE INTO version (path_id, run_id, judgement_id, kind, off_set_id) "
        "SELECT ?1, (SELECT run_id FROM run WHERE lineage_id = ?2 AND position > ?3 "
        "ORDER BY position LIMIT 1), v.judgement_id, v.kind, v.off_set_id "
        "FROM version v JOIN run r ON r.run_id = v.run_id AND r.lineage_id = ?2 "
        "WHERE v.path_id = ?1 AND r.position <= ?3 ORDER BY r.position DESC LIMIT 1";
    eos_db_run(&store->db, carry, "iii", row->path_id, run->lineage_id, run->position);
    write_version(store, run, row);
}

static void write_current(eos_store *store, const eos_run_row *run, const eos_scan_row *row,
                          int64_t brought_by)
{
    static const char sql[] =
        "INSERT INTO current (lineage_id, path_id, judgement_id, kind, off_set_id, code_set_id, "
        "run_id) "
        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (lineage_id, path_id) DO UPDATE SET "
        "judgement_id = excluded.judgement_id, kind = excluded.kind, off_set_id = "
        "excluded.off_set_id, "
        "code_set_id = excluded.code_set_id, run_id = excluded.run_id";
    eos_db_run(&store->db, sql, "iiIiIii", run->lineage_id, row->path_id, row->judgement_id,
               (int64_t)row->kind, row->off_set_id, run->code_set_id, brought_by);
}

/* The complete body of a judgement that no line and no work tree shows any more is given up. */
static void drop_body(eos_store *store, int64_t path_id, int64_t judgement_id)
{
    static const char sql[] =
        "DELETE FROM judgement_cache WHERE judgement_id = ?1 AND NOT EXISTS (SELECT 1 FROM lineage "
        "l "
        "JOIN current c ON c.lineage_id = l.lineage_id AND c.path_id = ?2 WHERE c.judgement_id = "
        "?1) "
        "AND NOT EXISTS (SELECT 1 FROM worktree WHERE path_id = ?2 AND judgement_id = ?1)";
    if (judgement_id != 0)
        eos_db_run(&store->db, sql, "ii", judgement_id, path_id);
}

/* What a line has of a path. */
typedef struct current_row {
    eos_scan_row row; /* path_id 0 = nothing */
    int64_t code_set_id, run_id;
} current_row;

typedef struct applying {
    eos_arena *arena;
    const eos_run_row *run;
    bool is_newest, is_loaded;
    EOS_VECTOR(current_row) current; /* by path_id; of all paths when is_loaded */
    eos_id_set changed;              /* paths with another judgement now */
} applying;

static current_row take_current(sqlite3_stmt *statement)
{
    return (current_row){.row = {.path_id = sqlite3_column_int64(statement, 0),
                                 .judgement_id = sqlite3_column_int64(statement, 1),
                                 .off_set_id = sqlite3_column_int64(statement, 2),
                                 .kind = (eos_scan_kind)sqlite3_column_int64(statement, 3)},
                         .code_set_id = sqlite3_column_int64(statement, 4),
                         .run_id = sqlite3_column_int64(statement, 5)};
}

static void load_current(eos_store *store, applying *a)
{
    static const char sql[] =
        "SELECT path_id, judgement_id, off_set_id, kind, code_set_id, run_id FROM current "
        "WHERE lineage_id = ? ORDER BY path_id";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", a->run->lineage_id);
    while (eos_db_step(&store->db, statement)) {
        const current_row row = take_current(statement);
        eos_vector_push(a->arena, &a->current, row);
    }
    a->is_loaded = true;
}

static int compare_current(const void *a, const void *b)
{
    const int64_t left = ((const current_row *)a)->row.path_id;
    const int64_t right = ((const current_row *)b)->row.path_id;
    return (left > right) - (left < right);
}

static current_row find_current(eos_store *store, const applying *a, int64_t path_id)
{
    static const char sql[] =
        "SELECT path_id, judgement_id, off_set_id, kind, code_set_id, run_id FROM current "
        "WHERE lineage_id = ? AND path_id = ?";
    current_row out = {.row = {.path_id = path_id}};
    if (a->is_loaded) {
        const current_row *found = a->current.count > 0
                                       ? bsearch(&out, a->current.items, a->current.count,
                                                 sizeof *a->current.items, compare_current)
                                       : NULL;
        return found != NULL ? *found : (current_row){.row = {.path_id = 0}};
    }
    out.row.path_id = 0;
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "ii", a->run->lineage_id, path_id);
    if (eos_db_step(&store->db, statement))
        out = take_current(statement);
    eos_db_done(statement);
    return out;
}

static void apply_scan(eos_store *store, applying *a, const eos_scan_row *row)
{
    static const char place[] = "SELECT position FROM run WHERE run_id = ?";
    const eos_run_row *const run = a->run;
    const current_row old = find_current(store, a, row->path_id);
    const bool is_same = old.row.path_id != 0 && old.row.judgement_id == row->judgement_id &&
                         old.row.off_set_id == row->off_set_id && old.row.kind == row->kind;
    if (!a->is_newest && old.row.path_id != 0 &&
        eos_db_number(&store->db, 0, place, "i", old.run_id) > run->position) {
        write_late_version(store, run, row);
        return;
    }
    if (is_same && old.code_set_id == run->code_set_id)
        return;
    if (!is_same) {
        eos_id_set_add(a->arena, &a->changed, row->path_id);
        if (a->is_newest)
            write_version(store, run, row);
        else
            write_late_version(store, run, row);
    }
    write_current(store, run, row, is_same ? old.run_id : run->run_id);
    eos_store_change_path(store, a->arena, run, row);
    if (!is_same)
        drop_body(store, row->path_id, old.row.judgement_id);
}

/* New findings of an earlier run that this run has seen again are open now. */
static void age_findings(eos_store *store, eos_arena *arena, const eos_run_row *run,
                         const eos_id_set *seen)
{
    static const char find[] = "SELECT finding_id, first_run, path_id FROM span "
                               "WHERE lineage_id = ? AND state = 1 AND first_run <> ?";
    static const char age[] =
        "UPDATE span SET state = 2 WHERE finding_id = ? AND lineage_id = ? AND "
        "first_run = ?";
    EOS_VECTOR(int64_t) found = {0};
    sqlite3_stmt *statement = eos_db_bind(&store->db, find, "ii", run->lineage_id, run->run_id);
    while (eos_db_step(&store->db, statement)) {
        if (!eos_id_set_has(seen, sqlite3_column_int64(statement, 2)))
            continue;
        eos_vector_push(arena, &found, sqlite3_column_int64(statement, 0));
        eos_vector_push(arena, &found, sqlite3_column_int64(statement, 1));
    }
    for (uint32_t i = 0; i + 1 < found.count; i += 2)
        eos_db_run(&store->db, age, "iii", found.items[i], run->lineage_id, found.items[i + 1]);
}

/* Answers the id of the set. */
static int64_t write_path_set(eos_store *store, eos_arena *arena, const eos_run_row *run,
                              const eos_id_set *seen)
{
    static const char set[] = "UPDATE run SET path_set_id = ? WHERE run_id = ?";
    static const char drop[] = "DELETE FROM path_set WHERE path_set_id = ?1 AND "
                               "NOT EXISTS (SELECT 1 FROM run WHERE path_set_id = ?1)";
    eos_id_set all = {0};
    if (run->path_set_id != 0)
        eos_store_read_path_set(store, arena, run->path_set_id, &all);
    for (uint32_t i = 0; i < seen->count; i++)
        eos_id_set_add(arena, &all, seen->items[i]);
    eos_id_set_finish(&all);
    const int64_t id = eos_store_path_set_id(store, arena, &all);
    if (id == run->path_set_id)
        return id;
    eos_db_run(&store->db, set, "ii", id, run->run_id);
    if (run->path_set_id != 0)
        eos_db_run(&store->db, drop, "i", run->path_set_id);
    return id;
}

static void write_counters(eos_store *store, const eos_run_row *run)
{
    static const char count[] =
        "UPDATE run SET open = (SELECT coalesce(sum(open), 0) FROM model_count WHERE "
        "lineage_id = ?2) WHERE run_id = ?1";
    eos_store_write_rule_counts(store, run->lineage_id);
    eos_db_run(&store->db, count, "ii", run->run_id, run->lineage_id);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* An open run without git gets its lasting key: what came before it, the paths that it saw, and what it
 * found changed. */
static void seal_local_run(eos_store *store, const applying *a, int64_t path_set_id)
{
    /* its own key (configuration, codes, versions), then the one before it */
    static const char keys[] = "SELECT run_key FROM run WHERE lineage_id = ? AND position <= ? "
                               "ORDER BY position DESC LIMIT 2";
    static const char names[] = "SELECT hex(names) FROM path_set WHERE path_set_id = ?";
    static const char change[] =
        "SELECT p.path || ' ' || coalesce(hex(j.key), c.kind) FROM current c "
        "JOIN path p ON p.path_id = c.path_id "
        "LEFT JOIN judgement j ON j.judgement_id = c.judgement_id "
        "WHERE c.lineage_id = ? AND c.path_id = ?";
    static const char seal[] = "UPDATE run SET run_key = ?, searched = '-' WHERE run_id = ?";
    const eos_run_row *const run = a->run;
    EOS_VECTOR(const char *) changes = {0};
    for (uint32_t i = 0; i < a->changed.count; i++) {
        sqlite3_stmt *found =
            eos_db_bind(&store->db, change, "ii", run->lineage_id, a->changed.items[i]);
        if (eos_db_step(&store->db, found)) {
            const char *text = (const char *)sqlite3_column_text(found, 0);
            const char *copy = eos_arena_copy(a->arena, text ? text : "", text ? strlen(text) : 0);
            eos_vector_push(a->arena, &changes, copy);
        }
        eos_db_done(found);
    }
    if (changes.count > 1)
        qsort(changes.items, changes.count, sizeof *changes.items, compare_texts);
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    sqlite3_stmt *statement = eos_db_bind(&store->db, keys, "ii", run->lineage_id, run->position);
    while (eos_db_step(&store->db, statement))
        eos_hasher_add_field(&hasher, (const char *)sqlite3_column_text(statement, 0));
    statement = eos_db_bind(&store->db, names, "i", path_set_id);
    while (eos_db_step(&store->db, statement))
        eos_hasher_add_field(&hasher, (const char *)sqlite3_column_text(statement, 0));
    for (uint32_t i = 0; i < changes.count; i++)
        eos_hasher_add_field(&hasher, changes.items[i]);
    const eos_digest digest = eos_hasher_finish(&hasher);
    char key[65];
    eos_digest_hex(&digest, 32, key);
    eos_db_run(&store->db, seal, "ti", key, run->run_id);
}

void eos_store_apply_run(eos_store *store, eos_arena *arena, int64_t run_id)
{
    static const char clear[] = "DELETE FROM scan WHERE run_id = ?";
    eos_run_row run;
    scan_list scans = {0};
    if (!read_run(store, arena, run_id, &run))
        return;
    read_scans(store, arena, run_id, &scans);
    const bool has_rows = scans.rows.count > 0;
    if (store->pending.count > 0 && run_id == store->run_id)
        merge_collected(store, arena, &scans);
    if (scans.rows.count == 0)
        return;
    applying a = {.arena = arena, .run = &run};
    a.is_newest = place_run(store, &run);
    store->rule_deltas.count = 0;
    if (scans.rows.count >= MANY_SCANS)
        load_current(store, &a);
    eos_id_set seen = {0};
    for (uint32_t i = 0; i < scans.rows.count; i++) {
        apply_scan(store, &a, &scans.rows.items[i]);
        eos_id_set_add(arena, &seen, scans.rows.items[i].path_id);
    }
    eos_id_set_finish(&seen);
    age_findings(store, arena, &run, &seen);
    const int64_t path_set_id = write_path_set(store, arena, &run, &seen);
    write_counters(store, &run);
    if (run.is_unsealed)
        seal_local_run(store, &a, path_set_id);
    if (has_rows)
        eos_db_run(&store->db, clear, "i", run_id);
}
