/* SPDX-License-Identifier: MIT */
/*
 * Where files belong: absolute folder, root, path inside the root, and the root's store. One call over
 * files of two repositories has two roots and writes two histories (design section 8).
 *
 * The folder is made absolute and free of links with realpath(3), the file's own name is kept: a link
 * to a program is judged where it stands in the tree, as git sees it. Neighbouring files come one after
 * the other, so one remembered folder saves nearly all the work.
 *
 * A path that does not exist (an editor's new file) is resolved up to its nearest existing folder.
 */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath(3) */
#endif
#include "session_internal.h"

#include "engine/rule.h"

#include <limits.h>
#include <unistd.h>

/* ---- paths ---- */

/* Absolute form of a folder as given; "" is the working directory. False when it does not fit. */
static bool resolve_folder(const char *given, char *out)
{
    char resolved[PATH_MAX];
    if (realpath(given[0] ? given : ".", resolved) && strlen(resolved) < EOS_SESSION_PATH) {
        memcpy(out, resolved, strlen(resolved) + 1);
        return true;
    }
    char here[EOS_SESSION_PATH];
    if (given[0] == '/')
        here[0] = '\0';
    else if (!getcwd(here, sizeof here))
        return false;
    int wrote = snprintf(out, EOS_SESSION_PATH, "%s%s%s", here, here[0] ? "/" : "", given);
    return wrote >= 0 && wrote < EOS_SESSION_PATH;
}

/* `path` relative to `root` when it lies in it, else the path itself. */
static const char *inside_root(const char *path, const char *root)
{
    size_t length = strlen(root);
    if (strncmp(path, root, length) == 0 && path[length] == '/')
        return path + length + 1;
    return path;
}

static char *copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy)
        memcpy(copy, text, size);
    return copy;
}

/* ---- stores ---- */

/* The settings in canonical order: equal settings give equal texts, whatever host they came from. */
static eos_json *describe_config(const eos_config *config)
{
    eos_json *root = eos_json_object(NULL, NULL);
    eos_json_add_string(root, "profile",
                        config->profile == EOS_PROFILE_THEIA    ? "theia"
                        : config->profile == EOS_PROFILE_STRICT ? "strict"
                                                                : "default");
    eos_json_add_string(root, "min_severity", eos_severity_name(eos_config_min_severity(config)));
    eos_json *select = eos_json_array(root, "select");
    for (uint32_t i = 0; i < config->select_count; i++)
        eos_json_add_string(select, NULL, config->select[i]);
    eos_json *ignore = eos_json_array(root, "ignore");
    for (uint32_t i = 0; i < config->ignore_count; i++)
        eos_json_add_string(ignore, NULL, config->ignore[i]);
    eos_json *thresholds = eos_json_object(root, "thresholds");
    for (uint32_t i = 0; i < config->threshold_count; i++)
        eos_json_add_number(thresholds, config->thresholds[i].name, config->thresholds[i].value);
    eos_json *datasets = eos_json_array(root, "datasets");
    for (uint32_t i = 0; i < config->dataset_count; i++) {
        eos_json *dataset = eos_json_object(datasets, NULL);
        eos_json_add_string(dataset, "programs", config->datasets[i].programs);
        eos_json_add_string(dataset, "train", config->datasets[i].train);
        eos_json_add_string(dataset, "test", config->datasets[i].test);
        eos_json_add_string(dataset, "target", config->datasets[i].target);
    }
    return root;
}

static eos_status open_store(eos_session *session, eos_session_root *root, eos_error *err)
{
    const eos_config *config = session->config;
    char digest[65];
    eos_digest_hex(&config->digest, sizeof config->digest.bytes, digest);
    const char **codes = calloc(eos_rule_count() + 1u, sizeof *codes);
    eos_json *description = describe_config(config);
    char *text = eos_json_print(description, false);
    uint32_t count = 0;
    for (uint32_t i = 0; codes && i < eos_rule_count(); i++)
        if (eos_config_is_on(config, eos_rule_at(i)->code, eos_rule_at(i)->profiles))
            codes[count++] = eos_rule_at(i)->code;
    eos_store_options options = {.root = root->path,
                                 .history_path = session->history,
                                 .version = EOS_VERSION,
                                 .config_digest = digest,
                                 .config_json = text,
                                 .codes = codes,
                                 .code_count = count,
                                 .is_batched = session->host && strcmp(session->host, "cli") == 0};
    eos_status status = codes && text ? eos_store_open(&root->store, &options, err)
                                      : eos_fail(err, EOS_ERR_MEMORY, NULL, "out of memory");
    eos_json_text_free(text);
    eos_json_free(description);
    free(codes);
    return status;
}

/* The root with this path, made on first use. A store that cannot be opened costs the history only. */
static eos_session_root *use_root(eos_session *session, const char *path, eos_error *err)
{
    for (eos_session_root *root = session->roots; root; root = root->next)
        if (strcmp(root->path, path) == 0)
            return root;
    eos_session_root *root = calloc(1, sizeof *root);
    if (root)
        root->path = copy_text(path);
    if (!root || !root->path) {
        free(root);
        eos_fail(err, EOS_ERR_MEMORY, path, "out of memory for a root");
        return NULL;
    }
    root->next = session->roots;
    session->roots = root;
    eos_error trouble = {0};
    if (session->keeps_history && open_store(session, root, &trouble)) {
        eos_session_tell_trouble(session, &trouble);
        root->store = NULL;
    }
    return root;
}

/* ---- entering a file ---- */

/* Folder and root of files whose folder part is given[0, length); remembered until the folder changes. */
static eos_status enter_folder(eos_session *session, const char *given, size_t length,
                               eos_error *err)
{
    if (session->has_folder && strlen(session->given_folder) == length &&
        memcmp(session->given_folder, given, length) == 0)
        return EOS_OK;
    session->has_folder = false;
    session->root = NULL;
    if (length >= sizeof session->given_folder)
        return eos_fail(err, EOS_ERR_LIMIT, given, "path too long");
    memcpy(session->given_folder, given, length);
    session->given_folder[length] = '\0';
    if (!resolve_folder(session->given_folder, session->folder))
        return eos_fail(err, EOS_ERR_IO, given, "the folder cannot be resolved");
    char root[EOS_SESSION_PATH], probe[EOS_SESSION_PATH];
    int wrote = snprintf(probe, sizeof probe, "%s/file", session->folder);
    bool fits = wrote >= 0 && (size_t)wrote < sizeof probe;
    if (session->fixed_root) {
        session->root = use_root(session, session->fixed_root, err);
        if (!session->root)
            return EOS_ERR_MEMORY;
    } else if (fits && eos_store_find_root(probe, root, sizeof root)) {
        session->root = use_root(session, root, err);
        if (!session->root)
            return EOS_ERR_MEMORY;
    }
    session->has_folder = true;
    return EOS_OK;
}

/* Shown path of a file in the folder that was entered. */
static eos_status show_in_folder(const eos_session *session, const char *name, char *out,
                                 size_t size, eos_error *err)
{
    const char *slash = strcmp(session->folder, "/") == 0 ? "" : "/";
    char absolute[2 * EOS_SESSION_PATH];
    int wrote = snprintf(absolute, sizeof absolute, "%s%s%s", session->folder, slash, name);
    if (wrote < 0 || (size_t)wrote >= sizeof absolute)
        return eos_fail(err, EOS_ERR_LIMIT, name, "path too long");
    const char *shown = session->root ? inside_root(absolute, session->root->path) : absolute;
    snprintf(out, size, "%s", shown);
    return EOS_OK;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Length of the folder part: "a/b.py" -> 1, "/b.py" -> 1, "b.py" -> 0. */
static size_t folder_length(const char *path)
{
    const char *name = name_of(path);
    if (name == path)
        return 0;
    return name == path + 1 ? 1 : (size_t)(name - path) - 1;
}

eos_status eos_session_show_path(eos_session *session, const char *path, char *out, size_t size,
                                 eos_error *err)
{
    eos_status status = enter_folder(session, path, folder_length(path), err);
    return status ? status : show_in_folder(session, name_of(path), out, size, err);
}

eos_status eos_session_enter(eos_session *session, const char *path, eos_error *err)
{
    char shown[2 * EOS_SESSION_PATH];
    eos_status status = eos_session_show_path(session, path, shown, sizeof shown, err);
    if (status)
        return status;
    free(session->path);
    session->path = copy_text(shown);
    return session->path ? EOS_OK : eos_fail(err, EOS_ERR_MEMORY, path, "out of memory for a path");
}

eos_status eos_session_add_path(eos_session *session, const char *path, eos_error *err)
{
    size_t length = strlen(path);
    char probe[EOS_SESSION_PATH];
    int wrote = snprintf(probe, sizeof probe, "%s/.", path);
    bool is_folder = wrote >= 0 && (size_t)wrote < sizeof probe && access(probe, F_OK) == 0;
    return enter_folder(session, path, is_folder ? length : folder_length(path), err);
}

/* ---- history ---- */

eos_store *eos_session_store(const eos_session *session)
{
    return session->root ? session->root->store : NULL;
}

void eos_session_record(eos_session *session, eos_judgement *judgement)
{
    eos_store *store = eos_session_store(session);
    if (!store || session->path[0] == '/') /* outside its root: a link, or a fixed root elsewhere */
        return;
    eos_scan scan = {.path = session->path,
                     .judgement = judgement,
                     .off = session->off,
                     .off_count = session->off_count};
    eos_error trouble = {0};
    if (eos_store_record(store, &scan, &trouble))
        eos_session_tell_trouble(session, &trouble);
    if (judgement && judgement->findings.count > 0)
        eos_store_fill_status(store, session->path, judgement);
}

eos_status eos_session_settle(eos_session *session, eos_error *err)
{
    eos_status first = EOS_OK;
    for (eos_session_root *root = session->roots; root; root = root->next) {
        eos_error trouble = {0};
        eos_status status = root->store ? eos_store_settle(root->store, &trouble) : EOS_OK;
        if (!status)
            continue;
        eos_session_tell_trouble(session, &trouble);
        if (!first && err)
            *err = trouble;
        first = first ? first : status;
    }
    return first;
}

eos_status eos_session_query(eos_session *session, const char *path, const char *sql,
                             const eos_store_value *parameters, uint32_t parameter_count,
                             eos_store_row_fn row_fn, void *payload, eos_error *err)
{
    eos_status status = eos_session_add_path(session, path, err);
    if (status)
        return status;
    if (!session->root)
        return eos_fail(err, EOS_ERR_USAGE, path,
                        "no history here: neither a git repository nor a folder with eoslint.toml");
    if (!session->root->store)
        return eos_fail(err, EOS_ERR_USAGE, session->root->path, "the history is switched off");
    return eos_store_query(session->root->store, sql, parameters, parameter_count, row_fn, payload,
                           err);
}

void eos_session_roots_free(eos_session *session)
{
    while (session->roots) {
        eos_session_root *root = session->roots;
        session->roots = root->next;
        eos_store_close(root->store);
        free(root->path);
        free(root);
    }
    session->root = NULL;
}
