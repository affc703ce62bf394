/* SPDX-License-Identifier: MIT */
/*
 * Is a finding new, open or reopened? Answered from the tracked findings of one path at a time, loaded
 * with one query. A line that was never settled (a branch just made) is compared with the state of its
 * nearest ancestor run, which is what it will start from.
 */
#include "store/store_internal.h"

/* Which line, and up to which run of it, a finding is compared with. */
void eos_store_choose_base(eos_store *store)
{
    static const char started[] = "SELECT is_started FROM lineage WHERE lineage_id = ?";
    static const char place[] = "SELECT lineage_id, position FROM run WHERE run_id = ?";
    eos_store_find_run(store);
    store->has_base = true;
    store->base_lineage_id = 0;
    store->base_position = INT64_MAX;
    if (store->lineage_id != 0 &&
        eos_db_number(&store->db, 0, started, "i", store->lineage_id) != 0) {
        store->base_lineage_id = store->lineage_id;
        return;
    }
    const int64_t run_id =
        eos_store_find_base(store, &store->work, store->head.commit, store->lineage_id);
    if (run_id == 0)
        return;
    sqlite3_stmt *statement = eos_db_bind(&store->db, place, "i", run_id);
    if (eos_db_step(&store->db, statement)) {
        store->base_lineage_id = sqlite3_column_int64(statement, 0);
        store->base_position = sqlite3_column_int64(statement, 1);
    }
    eos_db_done(statement);
}

static void read_tracked(sqlite3_stmt *statement, eos_tracked *out)
{
    const char *code = (const char *)sqlite3_column_text(statement, 0);
    const void *mark = sqlite3_column_blob(statement, 1);
    if (code != NULL)
        memcpy(out->code, code,
               strlen(code) < sizeof out->code ? strlen(code) : sizeof out->code - 1);
    if (mark != NULL && sqlite3_column_bytes(statement, 1) == (int)sizeof out->fingerprint)
        memcpy(out->fingerprint, mark, sizeof out->fingerprint);
    out->state = (eos_span_state)sqlite3_column_int64(statement, 2);
    out->first_run = sqlite3_column_int64(statement, 3);
    out->is_open = sqlite3_column_int64(statement, 4) != 0;
    out->was_resolved = !out->is_open;
}

static void load_tracked(eos_store *store, const char *path)
{
    static const char sql[] =
        "SELECT r.code, f.fingerprint, s.state, s.first_run, "
        "  s.state < 5 OR (SELECT position FROM run WHERE run_id = s.last_run) > ?3 "
        "FROM path p JOIN finding f ON f.path_id = p.path_id JOIN rule r ON r.rule_id = f.rule_id "
        "JOIN span s ON s.finding_id = f.finding_id AND s.lineage_id = ?2 "
        "WHERE p.path = ?1 AND (?3 = 9223372036854775807 OR "
        "  (SELECT position FROM run WHERE run_id = s.first_run) <= ?3 OR s.origin = 2)";
    if (!store->has_base)
        eos_store_choose_base(store);
    store->tracked.count = 0;
    store->status_path = eos_arena_copy(&store->work, path, strlen(path));
    sqlite3_stmt *statement =
        eos_db_bind(&store->db, sql, "tii", path, store->base_lineage_id, store->base_position);
    while (eos_db_step(&store->db, statement)) {
        eos_tracked tracked = {.is_open = false};
        read_tracked(statement, &tracked);
        eos_vector_push(&store->work, &store->tracked, tracked);
    }
}

static bool is_same_mark(const uint8_t *mark, const char *hex)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < EOS_FINGERPRINT_HEX / 2; i++)
        if (hex[2 * i] != digits[mark[i] >> 4] || hex[2 * i + 1] != digits[mark[i] & 15])
            return false;
    return true;
}

static eos_status_of_finding find_status(const eos_store *store, const char *code, const char *hex)
{
    eos_status_of_finding status = EOS_STATUS_NEW;
    for (uint32_t i = 0; i < store->tracked.count; i++) {
        const eos_tracked *tracked = &store->tracked.items[i];
        if (strcmp(tracked->code, code) != 0 || !is_same_mark(tracked->fingerprint, hex))
            continue;
        if (!tracked->is_open) {
            status = EOS_STATUS_REOPENED; /* unless a later span is open */
            continue;
        }
        if (tracked->state == EOS_SPAN_REOPENED)
            return EOS_STATUS_REOPENED;
        const bool is_of_this_run =
            tracked->state == EOS_SPAN_NEW && tracked->first_run == store->run_id;
        return is_of_this_run ? EOS_STATUS_NEW : EOS_STATUS_OPEN;
    }
    return status;
}

eos_status_of_finding eos_store_status_of(eos_store *store, const char *path, const char *code,
                                          const char *fingerprint)
{
    if (strlen(fingerprint) != EOS_FINGERPRINT_HEX ||
        eos_store_ready(store, false, NULL) != EOS_OK || store->db.handle == NULL)
        return EOS_STATUS_NEW;
    volatile eos_status_of_finding status = EOS_STATUS_NEW;
    EOS_ARENA_TRY(&store->work, saved) {
        if (store->status_path == NULL || strcmp(store->status_path, path) != 0)
            load_tracked(store, path);
        status = find_status(store, code, fingerprint);
    }
    EOS_ARENA_CATCH(&store->work, saved) {
        store->status_path = NULL;
    }
    EOS_ARENA_END;
    eos_error local;
    if (eos_store_keep_trouble(store, eos_db_recover(&store->db, &local), &local) != EOS_OK)
        return EOS_STATUS_NEW;
    return status;
}

void eos_store_fill_status(eos_store *store, const char *path, eos_judgement *judgement)
{
    for (uint32_t i = 0; i < judgement->findings.count; i++) {
        eos_finding *finding = &judgement->findings.items[i];
        finding->status =
            (uint8_t)eos_store_status_of(store, path, finding->code, finding->fingerprint);
    }
}
