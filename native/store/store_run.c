/* SPDX-License-Identifier: MIT */
/*
 * Which run is this? With git the key of a run is SHA-256 over HEAD, the raw difference of index and
 * HEAD, the configuration, the codes that are on, and our version: every process of one pre-commit
 * call computes the same key without talking to the others, and takes no lock of git's.
 *
 * Questionable: without git nothing names the state of the folder before all files were seen, and the
 * workers of one call must agree at once. So there is at most one open run per configuration, under the
 * key "open-" + hash of configuration, codes and version: whoever records first makes it, the others
 * join. Settling seals it: the key becomes the hash of the line's sealed run before it and of what was
 * scanned (paths and judgement keys), so it depends on content only and not on the folder's place. An
 * unchanged file neither makes nor needs a run.
 */
#include "store/store_internal.h"

#include <stdio.h>

static void make_key(eos_store *store)
{
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    const bool is_local = !store->head.is_known;
    eos_hasher_add_field(&hasher, is_local ? "local" : store->head.commit);
    eos_hasher_add_field(&hasher, store->head.index_hash);
    eos_hasher_add_field(&hasher, store->options.config_digest);
    eos_hasher_add_field(&hasher, store->codes);
    eos_hasher_add_field(&hasher, store->options.version);
    const eos_digest digest = eos_hasher_finish(&hasher);
    if (is_local) {
        memcpy(store->run_key, "open-", 5);
        eos_digest_hex(&digest, 29, store->run_key + 5);
    } else {
        eos_digest_hex(&digest, 32, store->run_key);
    }
}

void eos_store_read_place(eos_store *store)
{
    if (store->has_head)
        return;
    eos_git_read_head(&store->head, &store->work, store->options.root);
    make_key(store);
    store->has_head = true;
}

eos_git_file_state eos_store_file_state(eos_store *store, const char *path)
{
    eos_store_read_place(store);
    if (!store->head.is_known)
        return EOS_GIT_SAME;
    if (!store->has_files) {
        eos_git_read_files(&store->files, &store->work, store->options.root);
        store->has_files = true;
    }
    return eos_git_file(&store->files, &store->work, store->options.root, path);
}

void eos_store_find_run(eos_store *store)
{
    static const char find_lineage[] = "SELECT lineage_id FROM lineage WHERE name = ?";
    static const char find_run[] = "SELECT run_id FROM run WHERE run_key = ? AND lineage_id = ?";
    eos_store_read_place(store);
    if (store->db.handle == NULL)
        return;
    if (store->lineage_id == 0)
        store->lineage_id = eos_db_number(&store->db, 0, find_lineage, "t", store->head.line);
    /* an open run without git may be sealed by another process at any time: look again */
    if (store->lineage_id != 0 && (store->run_id == 0 || !store->head.is_known))
        store->run_id =
            eos_db_number(&store->db, 0, find_run, "ti", store->run_key, store->lineage_id);
}

void eos_store_make_run(eos_store *store)
{
    static const char make_lineage[] = "INSERT INTO lineage (name) VALUES (?)";
    static const char make_run[] =
        "INSERT INTO run (lineage_id, run_key, head, index_hash, config_id, code_set_id, version, "
        "started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    eos_store_find_run(store);
    if (store->lineage_id == 0 && eos_db_run(&store->db, make_lineage, "t", store->head.line) == 1)
        store->lineage_id = eos_db_last_id(&store->db);
    if (store->run_id != 0 || store->lineage_id == 0)
        return;
    const int64_t config_id = eos_store_config_id(store);
    const int64_t code_set_id = eos_store_code_set_id(store, store->codes);
    if (eos_db_run(&store->db, make_run, "itttiiti", store->lineage_id, store->run_key,
                   store->head.commit, store->head.index_hash, config_id, code_set_id,
                   store->options.version, eos_store_now(store)) == 1)
        store->run_id = eos_db_last_id(&store->db);
}

/* The newest run of another line that looked at exactly this commit; else one whose HEAD it was. */
static int64_t find_run_at(eos_store *store, const char *commit, int64_t not_lineage)
{
    static const char exact[] =
        "SELECT r.run_id FROM git_commit c JOIN run r ON r.commit_id = c.commit_id "
        "WHERE c.id = ? AND r.lineage_id <> ? AND r.position IS NOT NULL "
        "ORDER BY r.position DESC LIMIT 1";
    static const char near[] =
        "SELECT run_id FROM run WHERE head = ? AND lineage_id <> ? AND position IS NOT NULL "
        "ORDER BY position DESC LIMIT 1";
    const int64_t id = eos_db_number(&store->db, 0, exact, "ti", commit, not_lineage);
    return id != 0 ? id : eos_db_number(&store->db, 0, near, "ti", commit, not_lineage);
}

int64_t eos_store_find_base(eos_store *store, eos_arena *arena, const char *head,
                            int64_t not_lineage)
{
    static const char any[] = "SELECT 1 FROM run WHERE lineage_id <> ? AND "
                              "(head <> '' OR commit_id IS NOT NULL) LIMIT 1";
    if (head[0] == '\0' || eos_db_number(&store->db, 0, any, "i", not_lineage) == 0)
        return 0;
    eos_git_commits commits;
    if (!eos_git_read_commits(&commits, arena, store->options.root, "", head))
        return 0;
    for (uint32_t i = 0; i < commits.count; i++) {
        const int64_t id = find_run_at(store, commits.items[i].id, not_lineage);
        if (id != 0)
            return id;
    }
    return 0;
}
