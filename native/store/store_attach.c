/* SPDX-License-Identifier: MIT */
/*
 * Which commit does a run belong to? A run over an unchanged index is the commit HEAD itself. A run over
 * staged changes (a pre-commit hook: HEAD is the parent of the commit to come) gets the later commit
 * whose raw difference from that HEAD is the same; an amended commit replaces HEAD and shares its
 * parents. git is asked outside of transactions; results are written in one.
 *
 * Questionable: credit. A run that never became a commit of its own (a first try that the hook refused,
 * a lint between edits) gives its findings to the next run of the line that has a commit: that commit is
 * the first that is known to contain them. What came and went on the way has the same credit at both
 * ends, and the views then name no commit at all.
 */
#include "store/store_internal.h"

#include <stdio.h>

#define RUNS_AT_ONCE 32
#define CANDIDATES 64u

typedef struct loose_run {
    int64_t run_id;
    const char *head, *index_hash;
    const char *tip; /* where its commit may be found: HEAD, or the branch of another line */
    bool is_of_this_line;
    bool is_given_up, is_found;
    eos_git_commit commit;
} loose_run;

typedef EOS_VECTOR(loose_run) loose_runs;

static void read_loose_runs(eos_store *store, eos_arena *arena, loose_runs *out)
{
    static const char sql[] =
        "SELECT r.run_id, r.head, r.index_hash, l.name = ?1, l.name FROM run r "
        "JOIN lineage l ON l.lineage_id = r.lineage_id WHERE r.commit_id IS NULL AND l.name <> "
        "'local' "
        "AND (r.searched IS NULL OR r.searched NOT IN ('-', ?2)) "
        "AND (r.head <> ?2 OR r.index_hash = '' OR l.name <> ?1) ORDER BY r.run_id DESC LIMIT ?3";
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "tti", store->head.line,
                                          store->head.commit, (int64_t)RUNS_AT_ONCE);
    while (eos_db_step(&store->db, statement)) {
        const char *head = (const char *)sqlite3_column_text(statement, 1);
        const char *hash = (const char *)sqlite3_column_text(statement, 2);
        loose_run run = {.run_id = sqlite3_column_int64(statement, 0),
                         .head = eos_arena_copy(arena, head, strlen(head)),
                         .index_hash = eos_arena_copy(arena, hash, strlen(hash)),
                         .is_of_this_line = sqlite3_column_int64(statement, 3) != 0};
        const char *line = (const char *)sqlite3_column_text(statement, 4);
        run.tip = run.is_of_this_line || strcmp(line, "detached") == 0
                      ? store->head.commit
                      : eos_arena_printf(arena, "refs/heads/%s", line);
        eos_vector_push(arena, out, run);
    }
}

/* Is `commit` made on top of `head`, or (amended) in its place? */
static bool is_candidate(const eos_git_commit *commit, const char *head, const char *head_parents)
{
    if (head[0] == '\0')
        return commit->parents[0] == '\0';
    return strstr(commit->parents, head) != NULL ||
           (head_parents != NULL && strcmp(commit->parents, head_parents) == 0);
}

static void search_commit(eos_store *store, eos_arena *arena, loose_run *run)
{
    const char *const root = store->options.root;
    if (run->index_hash[0] == '\0') {
        run->is_found =
            run->head[0] != '\0' && eos_git_read_commit(&run->commit, arena, root, run->head);
        run->is_given_up = !run->is_found;
        return;
    }
    eos_git_commits commits;
    eos_git_commit head = {.parents = NULL};
    if (run->tip[0] == '\0' || !eos_git_read_commits(&commits, arena, root, run->head, run->tip))
        return;
    if (run->head[0] != '\0' && !eos_git_read_commit(&head, arena, root, run->head))
        return;
    uint32_t tried = 0;
    for (uint32_t i = commits.count; i > 0 && tried < CANDIDATES && !run->is_found; i--) {
        const eos_git_commit *commit = &commits.items[i - 1]; /* oldest first */
        char hash[65];
        if (!is_candidate(commit, run->head, head.parents))
            continue;
        tried++;
        run->is_found = eos_git_hash_difference(hash, arena, root, run->head, commit->id) &&
                        strcmp(hash, run->index_hash) == 0;
        if (run->is_found)
            run->commit = *commit;
    }
    /* the line went on without it */
    run->is_given_up = !run->is_found && tried > 0 && run->is_of_this_line;
}

static void write_loose_run(eos_store *store, const loose_run *run)
{
    static const char attach[] = "UPDATE run SET commit_id = ?1, credit_id = ?1, searched = ?3 "
                                 "WHERE run_id = ?2 AND commit_id IS NULL";
    static const char note[] = "UPDATE run SET searched = ? WHERE run_id = ? AND commit_id IS NULL";
    if (run->is_found)
        eos_db_run(&store->db, attach, "iit", eos_store_commit_id(store, &run->commit), run->run_id,
                   store->head.commit);
    else
        eos_db_run(&store->db, note, "ti", run->is_given_up ? "-" : store->head.commit,
                   run->run_id);
}

static void credit_runs(eos_store *store)
{
    static const char sql[] =
        "UPDATE run SET credit_id = (SELECT n.commit_id FROM run n WHERE n.lineage_id = "
        "run.lineage_id "
        "AND n.position >= run.position AND n.commit_id IS NOT NULL ORDER BY n.position LIMIT 1) "
        "WHERE credit_id IS NULL AND position IS NOT NULL AND lineage_id IN (SELECT lineage_id "
        "FROM "
        "lineage WHERE name <> 'local') AND position <= (SELECT max(m.position) FROM run m WHERE "
        "m.lineage_id = run.lineage_id AND m.commit_id IS NOT NULL)";
    eos_db_run(&store->db, sql, "");
}

static bool needs_credit(eos_store *store)
{
    static const char sql[] =
        "SELECT 1 FROM lineage l JOIN run r ON r.lineage_id = l.lineage_id AND r.credit_id IS NULL "
        "AND r.position IS NOT NULL WHERE l.name <> 'local' AND EXISTS (SELECT 1 FROM run m WHERE "
        "m.lineage_id = r.lineage_id AND m.position >= r.position AND m.commit_id IS NOT NULL) "
        "LIMIT 1";
    return eos_db_number(&store->db, 0, sql, "") != 0;
}

eos_status eos_store_attach_commits(eos_store *store, eos_arena *arena, eos_error *err)
{
    eos_store_read_place(store);
    if (!store->head.is_known)
        return eos_store_commit(store, err);
    loose_runs runs = {0};
    read_loose_runs(store, arena, &runs);
    for (uint32_t i = 0; i < runs.count; i++)
        search_commit(store, arena, &runs.items[i]);
    if (runs.count == 0 && !needs_credit(store))
        return eos_store_commit(store, err);
    eos_db_begin(&store->db);
    for (uint32_t i = 0; i < runs.count; i++)
        write_loose_run(store, &runs.items[i]);
    credit_runs(store);
    return eos_store_commit(store, err);
}
