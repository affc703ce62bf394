/* SPDX-License-Identifier: MIT */
/*
 * The store's life: options, the root of a file, the folder, the handle and its troubles.
 *
 * Invariants:
 *   1. store->db.handle was opened by this process (eos_store_ready holds it, for every entry).
 *   2. After a trouble nothing is tried again by this process.
 *   3. Nothing is made on disk before the first record.
 *
 * Questionable: trouble is kept for the whole process. A lock that was waited for in vain for ten
 * seconds would otherwise be waited for again at each of a thousand files.
 */
#include "store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"

#define STORE_ARENA_BYTES ((size_t)16 << 20)

/* ---- root ---- */

static bool exists_in(const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct stat status;
    return snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path &&
           stat(path, &status) == 0;
}

/* A line of pyproject.toml that opens [tool.eoslint] or a table below it. */
static bool has_our_table(const char *folder)
{
    char path[PATH_MAX], line[512];
    if (snprintf(path, sizeof path, "%s/pyproject.toml", folder) >= (int)sizeof path)
        return false;
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    bool is_found = false;
    while (!is_found && fgets(line, sizeof line, file) != NULL) {
        const char *at = line + strspn(line, " \t");
        if (*at != '[')
            continue;
        at += strspn(at, "[ \t");
        is_found = strncmp(at, "tool.eoslint", 12) == 0 && (at[12] == ']' || at[12] == '.');
    }
    fclose(file);
    return is_found;
}

bool eos_store_find_root(const char *path, char *out, size_t size)
{
    char folder[PATH_MAX], configured[PATH_MAX] = "";
    if (path[0] != '/' || snprintf(folder, sizeof folder, "%s", path) >= (int)sizeof folder)
        return false;
    const char *found = NULL;
    for (char *slash = strrchr(folder, '/'); slash != NULL; slash = strrchr(folder, '/')) {
        *slash = '\0';
        const char *here = folder[0] != '\0' ? folder : "/";
        if (exists_in(here, ".git")) {
            found = here;
            break;
        }
        if (configured[0] == '\0' && (exists_in(here, "eoslint.toml") || has_our_table(here)))
            snprintf(configured, sizeof configured, "%s", here);
    }
    if (found == NULL)
        found = configured;
    return found[0] != '\0' && snprintf(out, size, "%s", found) < (int)size;
}

/* ---- life ---- */

static const char *keep(eos_arena *arena, const char *text)
{
    return text != NULL ? eos_arena_copy(arena, text, strlen(text)) : NULL;
}

static void copy_options(eos_store *store, const eos_store_options *options)
{
    eos_arena *arena = &store->arena;
    store->options = *options;
    store->options.root = keep(arena, options->root);
    store->options.history_path = keep(arena, options->history_path);
    store->options.version = keep(arena, options->version != NULL ? options->version : "");
    store->options.config_digest =
        keep(arena, options->config_digest ? options->config_digest : "");
    store->options.config_json = keep(arena, options->config_json ? options->config_json : "{}");
    store->options.codes = NULL;
    store->codes = eos_store_join_codes(arena, options->codes, options->code_count);
    if (options->codes != NULL && options->code_count == 0)
        store->codes = "-"; /* none is on; "" would be all */
    store->path = options->history_path != NULL
                      ? store->options.history_path
                      : eos_arena_printf(arena, "%s/.eoslint/history.db", options->root);
}

eos_status eos_store_open(eos_store **out, const eos_store_options *options, eos_error *err)
{
    *out = NULL;
    if (options->root == NULL || options->root[0] != '/')
        return eos_fail(err, EOS_ERR_USAGE, options->root, "the root of a history is not absolute");
    eos_store *const store = calloc(1, sizeof *store);
    if (store == NULL)
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory");
    eos_arena_init(&store->arena, STORE_ARENA_BYTES);
    eos_arena_init(&store->work, EOS_LIMIT_ARENA_BYTES);
    eos_arena_init(&store->queue_arena, EOS_LIMIT_ARENA_BYTES);
    volatile bool is_complete = false;
    EOS_ARENA_TRY(&store->arena, saved) {
        copy_options(store, options);
        is_complete = true;
    }
    EOS_ARENA_CATCH(&store->arena, saved) {
        is_complete = false;
    }
    EOS_ARENA_END;
    if (!is_complete) {
        eos_store_close(store);
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory");
    }
    *out = store;
    return EOS_OK;
}

void eos_store_forget(eos_store *store)
{
    if (store->db.handle != NULL && store->pid != getpid())
        eos_db_drop(&store->db);
    eos_db_close(&store->db);
    eos_arena_release(&store->work);
    eos_arena_init(&store->work, EOS_LIMIT_ARENA_BYTES);
    store->has_head = store->has_files = store->has_run_set = store->has_open_paths = false;
    store->has_base = store->has_local_run = false;
    store->run_id = store->lineage_id = 0;
    store->status_path = NULL;
    memset(&store->tracked, 0, sizeof store->tracked);
    memset(&store->pending, 0, sizeof store->pending);
    memset(&store->run_set, 0, sizeof store->run_set);
    memset(&store->seen, 0, sizeof store->seen);
    memset(&store->line_paths, 0, sizeof store->line_paths);
    memset(&store->rule_deltas, 0, sizeof store->rule_deltas);
    memset(&store->model_deltas, 0, sizeof store->model_deltas);
    memset(store->names, 0, sizeof store->names);
    store->read_count = 0;
    eos_store_clear_queue(store);
}

void eos_store_close(eos_store *store)
{
    if (store == NULL)
        return;
    const bool has_collected =
        store->queue.count > 0 || (store->pending.count > 0 && store->head.is_known);
    if (store->options.is_batched && has_collected && store->pid == getpid() &&
        store->db.handle != NULL) {
        EOS_ARENA_TRY(&store->work, saved) {
            eos_db_begin(&store->db);
            eos_store_write_queue(store);
            eos_store_flush(store);
        }
        EOS_ARENA_CATCH(&store->work, saved) {
            eos_db_fail(&store->db, EOS_ERR_MEMORY, "out of memory");
        }
        EOS_ARENA_END;
        if (eos_db_commit(&store->db, NULL) != EOS_OK)
            store->pending.count =
                0; /* nobody is left to tell; the next run sees the files again */
    }
    if (store->db.handle != NULL && store->pid != getpid())
        eos_db_drop(&store->db);
    eos_db_close(&store->db);
    eos_arena_release(&store->queue_arena);
    eos_arena_release(&store->work);
    eos_arena_release(&store->arena);
    free(store);
}

const char *eos_store_path(const eos_store *store)
{
    return store->path;
}

int64_t eos_store_now(const eos_store *store)
{
    return store->options.now_fn != NULL ? store->options.now_fn(store->options.now_payload)
                                         : (int64_t)time(NULL);
}

/* ---- handle ---- */

eos_status eos_store_keep_trouble(eos_store *store, eos_status status, const eos_error *err)
{
    const bool is_lasting = status != EOS_OK && status != EOS_ERR_USAGE && status != EOS_ERR_MEMORY;
    if (is_lasting && store->trouble.code == EOS_OK) {
        if (err != NULL)
            store->trouble = *err;
        store->trouble.code = status;
    }
    return status;
}

eos_status eos_store_commit(eos_store *store, eos_error *err)
{
    eos_error local;
    const eos_status status = eos_db_commit(&store->db, &local);
    if (status != EOS_OK) {
        memset(store->names, 0, sizeof store->names); /* rows that were rolled back */
        if (err != NULL)
            *err = local;
    }
    return eos_store_keep_trouble(store, status, &local);
}

/* Makes the folder with a .gitignore that keeps all of it out of git. */
static eos_status make_folder(const char *path, eos_error *err)
{
    char folder[PATH_MAX], name[PATH_MAX + 16];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL || slash == folder)
        return EOS_OK;
    *slash = '\0';
    if (mkdir(folder, 0777) != 0) {
        if (errno == EEXIST)
            return EOS_OK;
        const eos_status code = errno == EACCES || errno == EROFS ? EOS_ERR_READONLY : EOS_ERR_IO;
        return eos_fail(err, code, folder, "the folder of the history cannot be made (%s)",
                        strerror(errno));
    }
    snprintf(name, sizeof name, "%s/.gitignore", folder);
    const int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) {
        if (write(file, "*\n", 2) != 2)
            (void)unlink(name);
        close(file);
    }
    return EOS_OK;
}

eos_status eos_store_ready(eos_store *store, bool may_create, eos_error *err)
{
    if (store->trouble.code != EOS_OK) {
        if (err != NULL)
            *err = store->trouble;
        return store->trouble.code;
    }
    const pid_t pid = getpid();
    if (store->db.handle != NULL && store->pid != pid) {
        eos_db_drop(&store->db);
        if (store->options.is_batched) { /* the parent writes its own */
            store->pending.count = 0;
            eos_store_clear_queue(store);
        }
    }
    if (store->db.handle != NULL)
        return EOS_OK;
    if (!may_create && access(store->path, F_OK) != 0)
        return EOS_OK;
    eos_error local = {0};
    eos_status status = may_create ? make_folder(store->path, &local) : EOS_OK;
    if (status == EOS_OK)
        status = eos_db_open(&store->db, store->path, may_create, &local);
    store->pid = pid;
    if (status != EOS_OK && err != NULL)
        *err = local;
    return eos_store_keep_trouble(store, status, &local);
}
