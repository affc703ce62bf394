/* SPDX-License-Identifier: MIT */
/*
 * One file after the other: byte scan, cache, judgement, suppression, record. Gives the hosts their one
 * entry; relies on the engine for what a program means and on the store for what was seen before.
 *
 * Order for one file: does it concern us (one pass, no allocation)? was it judged before under the same
 * key? if not, the host parses and lowers, the engine judges, comments suppress, the store remembers.
 *
 * Questionable: trouble with the history is swallowed here and kept as one line for the end of the run.
 * A linter that fails because a database is locked is worse than one that forgets a run.
 *
 * Roots and stores are session_roots.c's business; reports session_report.c's.
 */
#include "session_internal.h"

#include "base/limits.h"
#include "engine/file_memo.h"
#include "engine/judge.h"
#include "engine/rule.h"

#include <unistd.h>

/* ---- life ---- */

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

/* A setting that is text or null; *out stays NULL for null. */
static eos_status take_text(const eos_json *settings, const char *key, char **out, eos_error *err)
{
    const eos_json *node = eos_json_get(settings, key);
    const char *text = eos_json_string(node);
    if (!text && !eos_json_is_null(node))
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'%s' must be text", key);
    if (!text)
        return EOS_OK;
    *out = copy_text(text);
    return *out ? EOS_OK : eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for '%s'", key);
}

/* "history": path, false (none is kept) or null (where it belongs) */
static eos_status take_history(eos_session *session, const eos_json *settings, eos_error *err)
{
    const eos_json *node = eos_json_get(settings, "history");
    if (eos_json_string(node))
        return take_text(settings, "history", &session->history, err);
    session->keeps_history = eos_json_is_null(node) || eos_json_bool(node, false);
    bool is_bool =
        eos_json_bool(node, true) == eos_json_bool(node, false); /* no default was taken */
    if (!eos_json_is_null(node) && !is_bool)
        return eos_fail(err, EOS_ERR_USAGE, NULL, "'history' must be a path or false");
    return EOS_OK;
}

eos_status eos_session_new(eos_session **out, const eos_json *settings, eos_error *err)
{
    *out = NULL;
    eos_session *session = calloc(1, sizeof *session);
    if (!session)
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for a session");
    session->owner = getpid();
    eos_arena_init(&session->cell_arena, EOS_LIMIT_ARENA_BYTES);
    session->memo = eos_file_memo_new();
    session->keeps_history = true;
    eos_status status = eos_config_from_json(&session->config, settings, err);
    if (!status)
        status = take_history(session, settings, err);
    if (!status)
        status = take_text(settings, "root", &session->fixed_root, err);
    if (!status)
        status = take_text(settings, "host", &session->host, err);
    if (!eos_json_bool(eos_json_get(settings, "record"), true))
        session->keeps_history = false;
    if (status)
        eos_session_free(session);
    else
        *out = session;
    return status;
}

void eos_session_free(eos_session *session)
{
    if (!session)
        return;
    eos_session_roots_free(session);
    eos_judgement_free(session->judgement);
    eos_arena_pool_release(&session->pool);
    eos_arena_release(&session->cell_arena);
    eos_file_memo_free(session->memo);
    eos_config_free(session->config);
    free(session->history);
    free(session->fixed_root);
    free(session->host);
    free(session->path);
    free(session->text);
    free(session->off);
    free(session);
}

void eos_session_tell_trouble(eos_session *session, const eos_error *trouble)
{
    if (session->trouble[0])
        return; /* said once: the first one is the cause, the rest follow from it */
    snprintf(session->trouble, sizeof session->trouble, "history not kept: %s%s%s",
             trouble->message, trouble->path[0] ? ": " : "", trouble->path);
}

const char *eos_session_history_trouble(const eos_session *session)
{
    return session->trouble[0] ? session->trouble : NULL;
}

/* ---- one file ---- */

/* Keeps the text until the tree comes; the buffer grows to the largest file and stays. */
static eos_status keep_text(eos_session *session, const char *text, size_t length, eos_error *err)
{
    if (length + 1 > session->capacity) {
        char *grown = realloc(session->text, length + 1);
        if (!grown)
            return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for a program of %zu bytes",
                            length);
        session->text = grown;
        session->capacity = length + 1;
    }
    memcpy(session->text, text, length);
    session->text[length] = '\0';
    session->length = length;
    return EOS_OK;
}

static eos_source make_source(const eos_session *session)
{
    eos_source source = {.path = session->path,
                         .root = session->root ? session->root->path : NULL,
                         .folder = session->folder,
                         .text = session->text,
                         .length = session->length,
                         .cells = &session->cells,
                         .keeps_models = session->keeps_history,
                         .memo = session->memo};
    return source;
}

/* What is shown depends on the settings and on comments, so it is worked out last. */
static void mark_shown(eos_session *session)
{
    eos_judgement *judgement = session->judgement;
    eos_severity least = eos_config_min_severity(session->config);
    for (uint32_t i = 0; i < judgement->findings.count; i++) {
        eos_finding *finding = &judgement->findings.items[i];
        finding->is_shown = finding->severity >= least && !finding->suppressed_by;
    }
}

/* A new, empty judgement for the file at hand. */
static eos_status renew_judgement(eos_session *session, eos_error *err)
{
    eos_judgement_free(session->judgement);
    session->judgement = eos_judgement_new();
    if (!session->judgement)
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for a judgement");
    return EOS_OK;
}

static bool rests_on_same(const void *source, const eos_judgement *judgement)
{
    return eos_dependencies_hold(judgement, source);
}

/* Asks the store for the judgement with this key; a judgement with an error of ours is made again. */
static bool find_judged(eos_session *session, eos_judgement **found)
{
    eos_error trouble = {0};
    *found = NULL;
    eos_store *store = eos_session_store(session);
    if (!store)
        return false;
    eos_status status = eos_store_lookup(store, session->judgement->key, found, &trouble);
    if (!status && !*found) {
        const eos_source source = make_source(session);
        status = eos_store_lookup_base(store, session->judgement->key, rests_on_same, &source,
                                       found, &trouble);
    }
    if (status) {
        eos_session_tell_trouble(session, &trouble);
        *found = NULL;
    }
    if (*found && (*found)->problems.count > 0) {
        eos_judgement_free(*found);
        *found = NULL;
    }
    return *found != NULL;
}

eos_status eos_session_set_off(eos_session *session, const char *const *codes, uint32_t count,
                               eos_error *err)
{
    session->off_count = 0;
    if (count == 0)
        return EOS_OK;
    const char **grown = realloc(session->off, count * sizeof *grown);
    if (!grown)
        return eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for %u codes", count);
    session->off = grown;
    for (uint32_t i = 0; i < count; i++) {
        const eos_rule *rule = eos_rule_find(codes[i]);
        if (rule)
            session->off[session->off_count++] = rule->code;
    }
    return EOS_OK;
}

eos_status eos_session_set_cells(eos_session *session, const eos_cell *cells, uint32_t count,
                                 eos_error *err)
{
    volatile eos_status status = EOS_OK;
    if (session->cells.count == 0 && count == 0)
        return EOS_OK;
    eos_arena_release(&session->cell_arena);
    eos_arena_init(&session->cell_arena, EOS_LIMIT_ARENA_BYTES);
    session->cells = (eos_cells){0};
    EOS_ARENA_TRY(&session->cell_arena, guard) {
        eos_cell *copy = EOS_NEW_ARRAY(&session->cell_arena, eos_cell, count);
        for (uint32_t i = 0; i < count; i++) {
            copy[i] = cells[i];
            if (cells[i].id)
                copy[i].id = eos_arena_copy(&session->cell_arena, cells[i].id, strlen(cells[i].id));
        }
        session->cells = (eos_cells){copy, count};
    }
    EOS_ARENA_CATCH(&session->cell_arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for the cells of a notebook");
    }
    EOS_ARENA_END;
    return status;
}

static void forget_file(eos_session *session)
{
    session->is_waiting = false;
    eos_judgement_free(session->judgement);
    session->judgement = NULL;
}

static bool concerns_us(eos_session *session, const char *text, size_t length)
{
    eos_concern concern = eos_source_scan(text, length);
    if (concern != EOS_CONCERNS_IF_IMPORTED)
        return concern == EOS_CONCERNS;
    eos_source source = make_source(session);
    source.text = text;
    source.length = length;
    return eos_source_follows_ours(&source);
}

eos_status eos_session_scan(eos_session *session, const char *path, const char *text, size_t length,
                            eos_scan_result *result, const eos_judgement **judgement,
                            eos_error *err)
{
    *judgement = NULL;
    *result = EOS_SCAN_SKIP;
    forget_file(session);
    eos_status status = eos_session_enter(session, path, err);
    if (status)
        return status;
    if (!concerns_us(session, text, length)) {
        eos_session_record(session, NULL);
        session->length = 0;
        return EOS_OK;
    }
    status = keep_text(session, text, length, err);
    if (!status)
        status = renew_judgement(session, err);
    if (status)
        return status;
    eos_source source = make_source(session);
    eos_judge_key(session->judgement, &source, session->config);
    session->judgement->concerns_us = true;
    eos_judgement *found;
    if (!find_judged(session, &found)) {
        session->is_waiting = true;
        *result = EOS_SCAN_NEEDS_TREE;
        if (length <= EOS_LIMIT_SOURCE_BYTES)
            return EOS_OK;
        *result = EOS_SCAN_CACHED;
        return eos_session_give_up(session, "program is larger than 16 MB", judgement, err);
    }
    eos_judgement_free(session->judgement);
    session->judgement = found;
    found->cells = &session->cells;
    eos_session_record(session, found);
    mark_shown(session);
    *result = EOS_SCAN_CACHED;
    *judgement = found;
    return EOS_OK;
}

/* Lines of the joined program become lines of its cells. */
static eos_status place_in_cells(eos_session *session, eos_error *err)
{
    eos_judgement *judgement = session->judgement;
    volatile eos_status status = EOS_OK;
    judgement->cells = &session->cells;
    EOS_ARENA_TRY(&judgement->arena, guard) {
        eos_cells_place(judgement->cells, judgement);
    }
    EOS_ARENA_CATCH(&judgement->arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for a judgement");
    }
    EOS_ARENA_END;
    return status;
}

eos_status eos_session_add_problem(eos_session *session, uint32_t line, const char *message,
                                   eos_error *err)
{
    if (!session->is_waiting)
        return eos_fail(err, EOS_ERR_USAGE, NULL,
                        "no file is waiting for its tree: scan comes first");
    eos_judgement *judgement = session->judgement;
    volatile eos_status status = EOS_OK;
    EOS_ARENA_TRY(&judgement->arena, guard) {
        eos_problem problem = {
            .line = line, .message = eos_arena_copy(&judgement->arena, message, strlen(message))};
        eos_vector_push(&judgement->arena, &judgement->problems, problem);
    }
    EOS_ARENA_CATCH(&judgement->arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for a judgement");
    }
    EOS_ARENA_END;
    return status;
}

eos_status eos_session_judge(eos_session *session, const eos_ir_module *module,
                             const eos_module_parser *parser, const eos_judgement **judgement,
                             eos_error *err)
{
    *judgement = NULL;
    if (!session->is_waiting)
        return eos_fail(err, EOS_ERR_USAGE, NULL,
                        "no file is waiting for its tree: scan comes first");
    session->is_waiting = false;
    eos_source source = make_source(session);
    eos_status status =
        eos_judge(session->judgement, module, &source, session->config, parser, err);
    if (status) {
        forget_file(session);
        return status;
    }
    eos_suppress(session->judgement, session->text, session->length);
    status = place_in_cells(session, err);
    if (status) {
        forget_file(session);
        return status;
    }
    eos_session_record(session, session->judgement);
    mark_shown(session);
    *judgement = session->judgement;
    return EOS_OK;
}

/* Inside a guard of the judgement's arena. */
static void add_given_up(eos_judgement *judgement, const char *reason)
{
    eos_not_judged entry = {.what = "the whole file",
                            .reason = eos_arena_copy(&judgement->arena, reason, strlen(reason)),
                            .scope = ""};
    eos_vector_push(&judgement->arena, &judgement->not_judged, entry);
}

eos_status eos_session_give_up(eos_session *session, const char *reason,
                               const eos_judgement **judgement, eos_error *err)
{
    *judgement = NULL;
    if (!session->is_waiting)
        return eos_fail(err, EOS_ERR_USAGE, NULL,
                        "no file is waiting for its tree: scan comes first");
    session->is_waiting = false;
    volatile eos_status status = EOS_OK;
    EOS_ARENA_TRY(&session->judgement->arena, guard) {
        add_given_up(session->judgement, reason);
    }
    EOS_ARENA_CATCH(&session->judgement->arena, guard) {
        status = eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory for a judgement");
    }
    EOS_ARENA_END;
    if (status) {
        forget_file(session);
        return status;
    }
    eos_session_record(session, session->judgement);
    *judgement = session->judgement;
    return EOS_OK;
}

eos_severity eos_session_min_severity(const eos_session *session)
{
    return eos_config_min_severity(session->config);
}

const eos_judgement *eos_session_judgement(const eos_session *session)
{
    return session->is_waiting ? NULL : session->judgement;
}

eos_arena_pool *eos_session_pool(eos_session *session)
{
    return &session->pool;
}

const char *eos_session_shown_path(const eos_session *session)
{
    return session->path ? session->path : "";
}
