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

typedef struct scan_list {
    EOS_VECTOR(eos_scan_row) rows;
} scan_list;

void eos_store_start_lineage(eos_store *store, int64_t lineage_id, int64_t base_run)
{
    static const char start[] = "UPDATE lineage SET is_started = 1, base_run = ? "
                                "WHERE lineage_id = ? AND is_started = 0";
    static const char spans[] =
        "INSERT INTO span (finding_id, lineage_id, first_run, last_run, path_id, state, origin, "
        "rule_id, "
        "first_at, last_at) SELECT s.finding_id, ?2, s.first_run, s.first_run, s.path_id, "
        "CASE WHEN s.state IN (1, 5) THEN 2 ELSE s.state END, 2, s.rule_id, s.first_at, s.first_at "
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
}

/* ---- one run ---- */

static bool read_run(eos_store *store, eos_arena *arena, int64_t run_id, eos_run_row *out)
{
    static const char sql[] =
        "SELECT r.lineage_id, r.position, r.code_set_id, r.path_set_id, r.started_at, c.codes "
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
                         .codes = eos_arena_copy(arena, codes, strlen(codes))};
    eos_db_done(statement);
    return true;
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

static void apply_scan(eos_store *store, eos_arena *arena, const eos_run_row *run, bool is_newest,
                       const eos_scan_row *row)
{
    static const char sql[] =
        "SELECT c.judgement_id, c.off_set_id, c.kind, c.code_set_id, c.run_id, r.position "
        "FROM current c JOIN run r ON r.run_id = c.run_id WHERE c.lineage_id = ? AND c.path_id = ?";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "ii", run->lineage_id, row->path_id);
    const bool is_known = eos_db_step(&store->db, statement);
    int64_t old_judgement = 0, old_run = 0;
    bool is_same = false, is_same_codes = false, is_overtaken = false;
    if (is_known) {
        old_judgement = sqlite3_column_int64(statement, 0);
        old_run = sqlite3_column_int64(statement, 4);
        is_same = old_judgement == row->judgement_id &&
                  sqlite3_column_int64(statement, 1) == row->off_set_id &&
                  sqlite3_column_int64(statement, 2) == (int64_t)row->kind;
        is_same_codes = sqlite3_column_int64(statement, 3) == run->code_set_id;
        is_overtaken = !is_newest && sqlite3_column_int64(statement, 5) > run->position;
        eos_db_done(statement);
    }
    if (is_overtaken) {
        write_late_version(store, run, row);
        return;
    }
    if (is_same && is_same_codes)
        return;
    if (!is_same) {
        if (is_newest)
            write_version(store, run, row);
        else
            write_late_version(store, run, row);
    }
    write_current(store, run, row, is_same ? old_run : run->run_id);
    eos_store_change_path(store, arena, run, row);
    if (!is_same)
        drop_body(store, row->path_id, old_judgement);
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

static void write_path_set(eos_store *store, eos_arena *arena, const eos_run_row *run,
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
        return;
    eos_db_run(&store->db, set, "ii", id, run->run_id);
    if (run->path_set_id != 0)
        eos_db_run(&store->db, drop, "i", run->path_set_id);
}

static void write_counters(eos_store *store, const eos_run_row *run)
{
    static const char count[] =
        "UPDATE run SET introduced = (SELECT count(*) FROM span WHERE first_run = ?1 AND "
        "lineage_id = ?2 AND origin < 2), resolved = (SELECT count(*) FROM span WHERE last_run = "
        "?1 "
        "AND state = 5 AND lineage_id = ?2), open = (SELECT count(*) FROM span WHERE lineage_id = "
        "?2 "
        "AND state < 5 AND state <> 4) WHERE run_id = ?1";
    static const char clear[] = "DELETE FROM rule_run WHERE lineage_id = ?2 AND run_id = ?1";
    static const char fill[] =
        "INSERT INTO rule_run (lineage_id, run_id, rule_id, introduced, resolved) "
        "SELECT ?2, ?1, rule_id, sum(came), sum(went) FROM ("
        "SELECT rule_id, 1 AS came, 0 AS went FROM span WHERE first_run = ?1 AND lineage_id = ?2 "
        "AND origin < 2 UNION ALL "
        "SELECT rule_id, 0, 1 FROM span WHERE last_run = ?1 AND state = 5 AND lineage_id = ?2) "
        "GROUP BY rule_id";
    eos_db_run(&store->db, count, "ii", run->run_id, run->lineage_id);
    eos_db_run(&store->db, clear, "ii", run->run_id, run->lineage_id);
    eos_db_run(&store->db, fill, "ii", run->run_id, run->lineage_id);
}

/* An open run without git gets its lasting key: what came before it, and what it saw. */
static void seal_local_run(eos_store *store, const eos_run_row *run)
{
    /* its own key (configuration, codes, version), then the one before it */
    static const char keys[] = "SELECT run_key FROM run WHERE lineage_id = ? AND position <= ? "
                               "ORDER BY position DESC LIMIT 2";
    static const char seen[] =
        "SELECT p.path || ' ' || coalesce(lower(hex(j.key)), s.kind) FROM scan s "
        "JOIN path p ON p.path_id = s.path_id LEFT JOIN judgement j ON j.judgement_id = "
        "s.judgement_id "
        "WHERE s.run_id = ? ORDER BY p.path";
    static const char seal[] = "UPDATE run SET run_key = ?, searched = '-' WHERE run_id = ?";
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    sqlite3_stmt *statement = eos_db_bind(&store->db, keys, "ii", run->lineage_id, run->position);
    while (eos_db_step(&store->db, statement))
        eos_hasher_add_field(&hasher, (const char *)sqlite3_column_text(statement, 0));
    statement = eos_db_bind(&store->db, seen, "i", run->run_id);
    while (eos_db_step(&store->db, statement))
        eos_hasher_add_field(&hasher, (const char *)sqlite3_column_text(statement, 0));
    const eos_digest digest = eos_hasher_finish(&hasher);
    char key[65];
    eos_digest_hex(&digest, 32, key);
    eos_db_run(&store->db, seal, "ti", key, run->run_id);
}

void eos_store_apply_run(eos_store *store, eos_arena *arena, int64_t run_id)
{
    static const char is_open[] = "SELECT run_key LIKE 'open-%' FROM run WHERE run_id = ?";
    static const char clear[] = "DELETE FROM scan WHERE run_id = ?";
    eos_run_row run;
    scan_list scans = {0};
    if (!read_run(store, arena, run_id, &run))
        return;
    read_scans(store, arena, run_id, &scans);
    if (scans.rows.count == 0)
        return;
    const bool is_newest = place_run(store, &run);
    eos_id_set seen = {0};
    for (uint32_t i = 0; i < scans.rows.count; i++) {
        apply_scan(store, arena, &run, is_newest, &scans.rows.items[i]);
        eos_id_set_add(arena, &seen, scans.rows.items[i].path_id);
    }
    eos_id_set_finish(&seen);
    age_findings(store, arena, &run, &seen);
    write_path_set(store, arena, &run, &seen);
    write_counters(store, &run);
    if (eos_db_number(&store->db, 0, is_open, "i", run_id) != 0)
        seal_local_run(store, &run);
    eos_db_run(&store->db, clear, "i", run_id);
}
