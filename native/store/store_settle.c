/* SPDX-License-Identifier: MIT */
/*
 * Settling, once per command: what is collected is written, deleted files are found, runs get their
 * commits, scans become states. Every step looks at the database only and changes it inside one
 * transaction, so two processes that settle at once do the work once: the second finds no scans left.
 *
 * Order: commits first (a new branch may start from a commit that a hook's run became), then deletions
 * (they make scans), then commits again (for the run just made), then states, then credits.
 */
#include "store/store_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

typedef struct known_path {
    int64_t path_id;
    const char *path;
} known_path;

typedef EOS_VECTOR(known_path) known_paths;

/* ---- deletions ---- */

static bool is_gone(const char *root, const char *path)
{
    char full[PATH_MAX];
    struct stat status;
    if (path[0] == '/' || snprintf(full, sizeof full, "%s/%s", root, path) >= (int)sizeof full)
        return false;
    return lstat(full, &status) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* Paths with open findings, or in the work tree, that this process has not just seen. */
static void find_unseen_paths(eos_store *store, eos_arena *arena, eos_id_set *out)
{
    static const char with_findings[] =
        "SELECT DISTINCT path_id FROM span WHERE lineage_id = ? AND state < 5";
    static const char in_worktree[] = "SELECT path_id FROM worktree WHERE kind <> 2";
    eos_id_set_finish(&store->seen);
    sqlite3_stmt *statement = eos_db_bind(&store->db, with_findings, "i", store->base_lineage_id);
    while (eos_db_step(&store->db, statement))
        if (!eos_id_set_has(&store->seen, sqlite3_column_int64(statement, 0)))
            eos_id_set_add(arena, out, sqlite3_column_int64(statement, 0));
    statement = eos_db_bind(&store->db, in_worktree, "");
    while (eos_db_step(&store->db, statement))
        if (!eos_id_set_has(&store->seen, sqlite3_column_int64(statement, 0)))
            eos_id_set_add(arena, out, sqlite3_column_int64(statement, 0));
    eos_id_set_finish(out);
}

static void find_gone_paths(eos_store *store, eos_arena *arena, known_paths *out)
{
    static const char sql[] = "SELECT path FROM path WHERE path_id = ?";
    eos_id_set unseen = {0};
    if (!store->has_base)
        eos_store_choose_base(store);
    find_unseen_paths(store, arena, &unseen);
    for (uint32_t i = 0; i < unseen.count; i++) {
        sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", unseen.items[i]);
        if (!eos_db_step(&store->db, statement))
            continue;
        const char *path = (const char *)sqlite3_column_text(statement, 0);
        if (path != NULL && is_gone(store->options.root, path)) {
            const known_path known = {.path_id = unseen.items[i],
                                      .path = eos_arena_copy(arena, path, strlen(path))};
            eos_vector_push(arena, out, known);
        }
        eos_db_done(statement);
    }
}

/* A deletion that the index has too belongs to the run; one that it has not is the work tree's. */
static void write_gone_paths(eos_store *store, const known_paths *paths)
{
    for (uint32_t i = 0; i < paths->count; i++) {
        const eos_scan_row row = {.path_id = paths->items[i].path_id, .kind = EOS_KIND_DELETED};
        const eos_git_file_state state = eos_store_file_state(store, paths->items[i].path);
        if (store->head.is_known && state == EOS_GIT_DIFFERS) {
            eos_store_write_worktree(store, &row);
        } else if (!store->head.is_known || state == EOS_GIT_UNTRACKED) {
            eos_vector_push(&store->work, &store->pending, row);
        }
    }
}

/* Reads which of the gone paths are news, so that settling again writes nothing. */
static void keep_news(eos_store *store, known_paths *paths)
{
    static const char overlay[] = "SELECT 1 FROM worktree WHERE path_id = ? AND kind = 2";
    uint32_t used = 0;
    for (uint32_t i = 0; i < paths->count; i++) {
        const known_path path = paths->items[i];
        const eos_git_file_state state = eos_store_file_state(store, path.path);
        const bool is_differing = store->head.is_known && state == EOS_GIT_DIFFERS;
        const bool is_hidden = store->head.is_known && state == EOS_GIT_SAME; /* sparse checkout */
        if (is_hidden ||
            (is_differing && eos_db_number(&store->db, 0, overlay, "i", path.path_id) != 0))
            continue;
        paths->items[used++] = path;
    }
    paths->count = used;
}

static bool is_line_started(eos_store *store)
{
    static const char sql[] = "SELECT is_started FROM lineage WHERE lineage_id = ?";
    return eos_db_number(&store->db, 0, sql, "i", store->lineage_id) != 0;
}

/* Judgements that wait become rows; collected scans stay in memory until their states are computed. */
static eos_status write_collected(eos_store *store, eos_arena *arena, bool finds_deleted,
                                  eos_error *err)
{
    known_paths gone = {0};
    eos_store_find_run(store);
    if (finds_deleted) {
        find_gone_paths(store, arena, &gone);
        keep_news(store, &gone);
    }
    /* without git the collected scans are of unchanged files: they count only if a run is open */
    if (!store->head.is_known && store->run_id == 0 && gone.count == 0 && store->queue.count == 0)
        store->pending.count = 0;
    const bool has_run = store->run_id != 0 && is_line_started(store);
    if (store->queue.count == 0 && gone.count == 0 && (store->pending.count == 0 || has_run))
        return eos_store_commit(store, err);
    eos_db_begin(&store->db);
    eos_store_write_queue(store);
    write_gone_paths(store, &gone);
    if (store->pending.count > 0) {
        eos_store_make_run(store);
        /* a line without a state is started by its rows; git is asked for its base meanwhile */
        if (!is_line_started(store))
            eos_store_flush(store);
    }
    const eos_status status = eos_store_commit(store, err);
    eos_store_clear_queue(store);
    return status;
}

/* ---- states ---- */

typedef struct new_line {
    int64_t lineage_id, base_run;
} new_line;

typedef EOS_VECTOR(new_line) new_lines;

/* Lines with scans that have no state yet, with the run to start from (git is asked for it). */
static void find_new_lines(eos_store *store, eos_arena *arena, new_lines *out)
{
    static const char sql[] =
        "SELECT l.lineage_id, (SELECT r.head FROM run r WHERE r.lineage_id = l.lineage_id "
        "ORDER BY r.run_id LIMIT 1) FROM lineage l WHERE l.is_started = 0 AND EXISTS (SELECT 1 "
        "FROM scan s "
        "JOIN run r ON r.run_id = s.run_id WHERE r.lineage_id = l.lineage_id)";
    EOS_VECTOR(const char *) heads = {0};
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "");
    while (eos_db_step(&store->db, statement)) {
        const new_line line = {.lineage_id = sqlite3_column_int64(statement, 0)};
        const char *head = (const char *)sqlite3_column_text(statement, 1);
        const char *copy = eos_arena_copy(arena, head != NULL ? head : "", head ? strlen(head) : 0);
        eos_vector_push(arena, out, line);
        eos_vector_push(arena, &heads, copy);
    }
    for (uint32_t i = 0; i < out->count; i++)
        out->items[i].base_run =
            eos_store_find_base(store, arena, heads.items[i], out->items[i].lineage_id);
}

static void apply_all(eos_store *store, eos_arena *arena, const new_lines *lines)
{
    static const char sql[] = "SELECT DISTINCT s.run_id, l.is_started FROM scan s "
                              "JOIN run r ON r.run_id = s.run_id "
                              "JOIN lineage l ON l.lineage_id = r.lineage_id ORDER BY s.run_id";
    eos_id_set runs = {0};
    for (uint32_t i = 0; i < lines->count; i++)
        eos_store_start_lineage(store, lines->items[i].lineage_id, lines->items[i].base_run);
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "");
    while (eos_db_step(&store->db, statement))
        if (sqlite3_column_int64(statement, 1) != 0) /* a line made meanwhile waits for its base */
            eos_id_set_add(arena, &runs, sqlite3_column_int64(statement, 0));
    if (store->pending.count > 0)
        eos_id_set_add(arena, &runs, store->run_id);
    eos_id_set_finish(&runs);
    for (uint32_t i = 0; i < runs.count; i++)
        eos_store_apply_run(store, arena, runs.items[i]);
}

static eos_status compute_states(eos_store *store, eos_arena *arena, eos_error *err)
{
    static const char any[] = "SELECT 1 FROM scan LIMIT 1";
    static const char where[] = "SELECT lineage_id FROM here WHERE here_id = 1";
    static const char move[] =
        "INSERT INTO here (here_id, lineage_id) VALUES (1, ?) "
        "ON CONFLICT (here_id) DO UPDATE SET lineage_id = excluded.lineage_id";
    const bool has_scans = store->pending.count > 0 || eos_db_number(&store->db, 0, any, "") != 0;
    eos_store_find_run(store);
    const bool has_moved =
        store->lineage_id != 0 && eos_db_number(&store->db, 0, where, "") != store->lineage_id;
    if (!has_scans && !has_moved)
        return eos_store_commit(store, err);
    new_lines lines = {0};
    find_new_lines(store, arena, &lines);
    eos_db_begin(&store->db);
    if (store->pending.count > 0)
        eos_store_make_run(store); /* another process may have sealed it meanwhile */
    apply_all(store, arena, &lines);
    if (has_moved)
        eos_db_run(&store->db, move, "i", store->lineage_id);
    store->pending.count = 0;
    return eos_store_commit(store, err);
}

static eos_status settle_steps(eos_store *store, eos_arena *arena, bool finds_deleted,
                               eos_error *err)
{
    eos_status status = eos_store_attach_commits(store, arena, err);
    if (status == EOS_OK)
        status = write_collected(store, arena, finds_deleted, err);
    if (status == EOS_OK)
        status = eos_store_attach_commits(store, arena, err);
    if (status == EOS_OK)
        status = compute_states(store, arena, err);
    if (status == EOS_OK)
        status = eos_store_attach_commits(store, arena, err); /* credits */
    return status;
}

eos_status eos_store_settle_now(eos_store *store, bool finds_deleted, eos_error *err)
{
    volatile eos_status status = EOS_ERR_MEMORY;
    EOS_ARENA_TRY(&store->work, saved) {
        eos_store_read_place(store);
        status = settle_steps(store, &store->work, finds_deleted, err);
    }
    EOS_ARENA_CATCH(&store->work, saved) {
        eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
        status = eos_store_commit(store, err);
    }
    EOS_ARENA_END;
    return status;
}

eos_status eos_store_settle(eos_store *store, eos_error *err)
{
    eos_status status = eos_store_ready(store, false, err);
    if (status == EOS_OK && store->db.handle != NULL)
        status = eos_store_keep_trouble(store, eos_store_settle_now(store, true, err), err);
    eos_store_forget(store);
    return status;
}
