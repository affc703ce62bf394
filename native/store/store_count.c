/* SPDX-License-Identifier: MIT */
/*
 * Counters kept at settling: what a run changed (run, rule_run), how long findings lived (fix_time), how
 * many a model had (model_count). The views of totals read these few rows, whatever the history's length.
 *
 * What happens to spans is collected in memory and written once per run (models: once per path). An
 * event may be taken back: a run that is settled in parts can undo what it did itself.
 *
 * Questionable: the shortest and longest life of a rule's findings cannot be taken back by subtraction.
 * When the one that is taken back may have been an extreme, all spans of the rule are read. That happens
 * only when a run resolves a finding and later sees it again.
 */
#include "store/store_internal.h"

static eos_rule_delta *find_rule_delta(eos_store *store, int64_t run_id, int64_t rule_id)
{
    for (uint32_t i = 0; i < store->rule_deltas.count; i++) {
        eos_rule_delta *delta = &store->rule_deltas.items[i];
        if (delta->rule_id == rule_id && delta->run_id == run_id)
            return delta;
    }
    const eos_rule_delta delta = {
        .run_id = run_id, .rule_id = rule_id, .shortest = INT64_MAX, .longest = INT64_MIN};
    eos_vector_push(&store->work, &store->rule_deltas, delta);
    return &store->rule_deltas.items[store->rule_deltas.count - 1];
}

void eos_store_count_coming(eos_store *store, int64_t run_id, int64_t rule_id, int64_t count)
{
    eos_rule_delta *delta = find_rule_delta(store, run_id, rule_id);
    delta->introduced += count;
    delta->has_undone = delta->has_undone || count < 0;
}

void eos_store_count_going(eos_store *store, int64_t run_id, int64_t rule_id, int64_t count,
                           int64_t seconds)
{
    eos_rule_delta *delta = find_rule_delta(store, run_id, rule_id);
    delta->resolved += count;
    delta->seconds += count * seconds;
    delta->has_undone = delta->has_undone || count < 0;
    delta->has_revived = delta->has_revived || count < 0;
    if (count > 0 && seconds < delta->shortest)
        delta->shortest = seconds;
    if (count > 0 && seconds > delta->longest)
        delta->longest = seconds;
}

void eos_store_count_model(eos_store *store, int64_t model_id, int64_t findings, int64_t open,
                           int64_t reopened)
{
    for (uint32_t i = 0; i < store->model_deltas.count; i++) {
        eos_model_delta *delta = &store->model_deltas.items[i];
        if (delta->model_id != model_id)
            continue;
        delta->findings += findings;
        delta->open += open;
        delta->reopened += reopened;
        return;
    }
    const eos_model_delta delta = {model_id, findings, open, reopened};
    eos_vector_push(&store->work, &store->model_deltas, delta);
}

/* ---- writing ---- */

static void write_fix_time(eos_store *store, const eos_rule_delta *delta)
{
    static const char add[] =
        "INSERT INTO fix_time (rule_id, fixed, seconds, min_seconds, max_seconds) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (rule_id) DO UPDATE SET "
        "min_seconds = iif(fixed > 0, min(min_seconds, ?4), ?4), "
        "max_seconds = iif(fixed > 0, max(max_seconds, ?5), ?5), "
        "fixed = fixed + ?2, seconds = seconds + ?3";
    static const char recount[] =
        "UPDATE fix_time SET (fixed, seconds, min_seconds, max_seconds) = ("
        "SELECT count(*), coalesce(sum(d), 0), coalesce(min(d), 0), coalesce(max(d), 0) FROM ("
        "SELECT e.started_at - f.started_at AS d FROM span s JOIN run f ON f.run_id = s.first_run "
        "JOIN run e ON e.run_id = s.last_run WHERE s.state = 5 AND s.rule_id = ?1)) "
        "WHERE rule_id = ?1";
    if (delta->has_revived)
        eos_db_run(&store->db, recount, "i", delta->rule_id);
    else if (delta->resolved > 0)
        eos_db_run(&store->db, add, "iiiii", delta->rule_id, delta->resolved, delta->seconds,
                   delta->shortest, delta->longest);
}

void eos_store_write_rule_counts(eos_store *store, int64_t lineage_id)
{
    static const char add[] =
        "INSERT INTO rule_run (lineage_id, run_id, rule_id, introduced, resolved) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (lineage_id, run_id, rule_id) DO UPDATE SET "
        "introduced = introduced + excluded.introduced, resolved = resolved + excluded.resolved";
    static const char clear[] = "DELETE FROM rule_run WHERE lineage_id = ? AND run_id = ? AND "
                                "rule_id = ? AND introduced = 0 AND resolved = 0";
    static const char total[] = "UPDATE run SET introduced = introduced + ?, "
                                "resolved = resolved + ? WHERE run_id = ?";
    for (uint32_t i = 0; i < store->rule_deltas.count; i++) {
        const eos_rule_delta *delta = &store->rule_deltas.items[i];
        if (delta->introduced != 0 || delta->resolved != 0)
            eos_db_run(&store->db, add, "iiiii", lineage_id, delta->run_id, delta->rule_id,
                       delta->introduced, delta->resolved);
        if (delta->has_undone)
            eos_db_run(&store->db, clear, "iii", lineage_id, delta->run_id, delta->rule_id);
        write_fix_time(store, delta);
    }
    /* one statement per run, and nearly always there is one run */
    for (uint32_t i = 0; i < store->rule_deltas.count; i++) {
        const int64_t run_id = store->rule_deltas.items[i].run_id;
        int64_t introduced = 0, resolved = 0;
        bool is_first = true;
        for (uint32_t j = 0; j < store->rule_deltas.count; j++) {
            const eos_rule_delta *delta = &store->rule_deltas.items[j];
            is_first = is_first && (j >= i || delta->run_id != run_id);
            introduced += delta->run_id == run_id ? delta->introduced : 0;
            resolved += delta->run_id == run_id ? delta->resolved : 0;
        }
        if (is_first && (introduced != 0 || resolved != 0))
            eos_db_run(&store->db, total, "iii", introduced, resolved, run_id);
    }
    store->rule_deltas.count = 0;
}

void eos_store_write_model_counts(eos_store *store, int64_t lineage_id, int64_t path_id)
{
    static const char add[] =
        "INSERT INTO model_count (lineage_id, path_id, model_id, findings, open, reopened) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (lineage_id, path_id, model_id) DO UPDATE SET "
        "findings = findings + excluded.findings, open = open + excluded.open, "
        "reopened = reopened + excluded.reopened";
    for (uint32_t i = 0; i < store->model_deltas.count; i++) {
        const eos_model_delta *delta = &store->model_deltas.items[i];
        if (delta->findings != 0 || delta->open != 0 || delta->reopened != 0)
            eos_db_run(&store->db, add, "iiiiii", lineage_id, path_id, delta->model_id,
                       delta->findings, delta->open, delta->reopened);
    }
    store->model_deltas.count = 0;
}

void eos_store_recount_models(eos_store *store, int64_t path_id)
{
    static const char clear[] = "DELETE FROM model_count WHERE path_id = ?1 AND lineage_id IN "
                                "(SELECT lineage_id FROM lineage)";
    static const char fill[] =
        "INSERT INTO model_count (lineage_id, path_id, model_id, findings, open, reopened) "
        "SELECT s.lineage_id, f.path_id, coalesce(f.model_id, 0), count(DISTINCT f.finding_id), "
        "sum(s.state < 4), sum(s.origin = 1) FROM finding f "
        "JOIN span s ON s.finding_id = f.finding_id WHERE f.path_id = ?1 "
        "GROUP BY s.lineage_id, coalesce(f.model_id, 0)";
    eos_db_run(&store->db, clear, "i", path_id);
    eos_db_run(&store->db, fill, "i", path_id);
}

void eos_store_count_taken_over(eos_store *store, int64_t lineage_id)
{
    static const char fill[] =
        "INSERT INTO model_count (lineage_id, path_id, model_id, findings, open, reopened) "
        "SELECT s.lineage_id, s.path_id, coalesce(f.model_id, 0), count(*), sum(s.state < 4), 0 "
        "FROM span s JOIN finding f ON f.finding_id = s.finding_id "
        "WHERE s.lineage_id = ?1 AND s.state < 5 "
        "GROUP BY s.path_id, coalesce(f.model_id, 0)";
    eos_db_run(&store->db, fill, "i", lineage_id);
}
