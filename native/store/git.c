/* SPDX-License-Identifier: MIT */
/*
 * Asking git: one process per question, no shell, bounded output. Gives the history HEAD, the branch,
 * the state of the index and of files, and commits; relies on a git program in PATH and nothing else.
 *
 * Questionable: the environment of a hook. git gives its hooks GIT_DIR and GIT_INDEX_FILE of the
 * repository that commits, and a linter called there may look at files of another one (a submodule).
 * So GIT_DIR, GIT_WORK_TREE and their kin are left out and git finds the repository from the root;
 * GIT_INDEX_FILE (the index of a partial commit) is kept when it belongs to the root: it lies in the
 * root's git folder, or the linter was called inside the root.
 *
 * The raw difference is hashed as git prints it. `diff-index --cached` and `diff-tree` print the same
 * bytes for the same change, which is how a later commit is known as the one that a hook looked at.
 */
/* realpath is X/Open, not plain POSIX */
#define _XOPEN_SOURCE 700

#include "store/git.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"

extern char **environ;

#define MAX_ARGUMENTS 24
#define EMPTY_TREE_SHA1 "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
#define EMPTY_TREE_SHA256 "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"

/* ---- environment ---- */

static bool is_variable(const char *entry, const char *name)
{
    const size_t length = strlen(name);
    return strncmp(entry, name, length) == 0 && entry[length] == '=';
}

static bool is_inside(const char *path, const char *folder)
{
    const size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* Folder that holds the index of `root`: root/.git, or what the file root/.git points to. */
static bool find_git_folder(const char *root, char out[PATH_MAX])
{
    char path[PATH_MAX], line[PATH_MAX];
    struct stat status;
    if (snprintf(path, sizeof path, "%s/.git", root) >= (int)sizeof path ||
        stat(path, &status) != 0)
        return false;
    if (S_ISDIR(status.st_mode))
        return realpath(path, out) != NULL;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    const bool has_line = fgets(line, sizeof line, file) != NULL;
    fclose(file);
    if (!has_line || strncmp(line, "gitdir: ", 8) != 0)
        return false;
    line[strcspn(line, "\r\n")] = '\0';
    const char *target = line + 8;
    if (target[0] == '/')
        return realpath(target, out) != NULL;
    if (snprintf(path, sizeof path, "%s/%s", root, target) >= (int)sizeof path)
        return false;
    return realpath(path, out) != NULL;
}

/* The GIT_INDEX_FILE=... entry for git in `root`; NULL = leave the variable out. */
static char *choose_index_entry(eos_arena *arena, const char *root, const char *value)
{
    char current[PATH_MAX], folder[PATH_MAX], real_root[PATH_MAX], git_folder[PATH_MAX];
    if (getcwd(current, sizeof current) == NULL || value[0] == '\0')
        return NULL;
    char *path = value[0] == '/' ? eos_arena_copy(arena, value, strlen(value))
                                 : eos_arena_printf(arena, "%s/%s", current, value);
    char *parent = eos_arena_copy(arena, path, strlen(path));
    *strrchr(parent, '/') = '\0';
    const bool is_of_root = find_git_folder(root, git_folder) &&
                            realpath(parent[0] ? parent : "/", folder) != NULL &&
                            is_inside(folder, git_folder);
    const bool is_called_inside =
        realpath(root, real_root) != NULL && is_inside(current, real_root);
    if (!is_of_root && !is_called_inside)
        return NULL;
    return eos_arena_printf(arena, "GIT_INDEX_FILE=%s", path);
}

static char **make_environment(eos_arena *arena, const char *root)
{
    static const char *const dropped[] = {
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_PREFIX",
        "GIT_NAMESPACE",
        "GIT_OPTIONAL_LOCKS",
        "GIT_INDEX_FILE",
        "GIT_EXTERNAL_DIFF",
        "GIT_DIFF_OPTS",
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_TRACE",
        "LC_ALL",
    };
    size_t count = 0;
    while (environ != NULL && environ[count] != NULL)
        count++;
    char **out = EOS_NEW_ARRAY(arena, char *, count + 4);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_dropped = false;
        for (size_t j = 0; j < sizeof dropped / sizeof *dropped; j++)
            is_dropped = is_dropped || is_variable(environ[i], dropped[j]);
        if (is_variable(environ[i], "GIT_INDEX_FILE")) {
            char *entry = choose_index_entry(arena, root, environ[i] + sizeof "GIT_INDEX_FILE");
            if (entry != NULL)
                out[used++] = entry;
        }
        if (!is_dropped)
            out[used++] = environ[i];
    }
    out[used++] = eos_arena_copy(arena, "GIT_OPTIONAL_LOCKS=0", 20);
    out[used++] = eos_arena_copy(arena, "LC_ALL=C", 8);
    out[used] = NULL;
    return out;
}

/* ---- running ---- */

/* Starts git with its output in *read_end; false when it cannot be started. */
static bool spawn_git(pid_t *pid, int *read_end, char *const *arguments, char *const *environment)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    posix_spawn_file_actions_t actions;
    bool is_started = posix_spawn_file_actions_init(&actions) == 0;
    if (is_started) {
        is_started = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0) == 0 &&
                     posix_spawn_file_actions_adddup2(&actions, ends[1], 1) == 0 &&
                     posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) == 0 &&
                     posix_spawnp(pid, "git", &actions, NULL, arguments, environment) == 0;
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    if (is_started)
        *read_end = ends[0];
    else
        close(ends[0]);
    return is_started;
}

/* Reads to the end; false when the output is larger than we take. Jumps when memory is out. */
static bool read_all(eos_buffer *buffer, int end)
{
    char chunk[16384];
    for (;;) {
        const ssize_t got = read(end, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        if (buffer->length + (size_t)got > EOS_LIMIT_GIT_BYTES)
            return false;
        eos_buffer_add(buffer, chunk, (size_t)got);
    }
}

bool eos_git_run(eos_git_output *out, eos_arena *arena, const char *root,
                 const char *const *arguments)
{
    char *full[MAX_ARGUMENTS + 4];
    size_t count = 0;
    full[count++] = eos_arena_copy(arena, "git", 3);
    full[count++] = eos_arena_copy(arena, "-C", 2);
    full[count++] = eos_arena_copy(arena, root, strlen(root));
    for (size_t i = 0; arguments[i] != NULL; i++) {
        if (count >= MAX_ARGUMENTS)
            return false;
        full[count++] = eos_arena_copy(arena, arguments[i], strlen(arguments[i]));
    }
    full[count] = NULL;
    char **environment = make_environment(arena, root);

    *out = (eos_git_output){.text = eos_arena_copy(arena, "", 0), .exit_code = -1};
    pid_t pid = 0;
    int read_end = -1;
    if (!spawn_git(&pid, &read_end, full, environment))
        return false;
    volatile bool is_complete = false;
    EOS_ARENA_TRY(arena, saved) {
        eos_buffer buffer;
        eos_buffer_init(&buffer, arena);
        is_complete = read_all(&buffer, read_end);
        if (buffer.data != NULL)
            out->text = buffer.data;
        out->length = buffer.length;
    }
    EOS_ARENA_CATCH(arena, saved) {
        is_complete = false;
    }
    EOS_ARENA_END;
    close(read_end); /* a git that still writes gets SIGPIPE and ends */
    int state = 0;
    pid_t waited;
    do
        waited = waitpid(pid, &state, 0);
    while (waited < 0 && errno == EINTR);
    if (waited == pid && WIFEXITED(state))
        out->exit_code = WEXITSTATUS(state);
    return is_complete && out->exit_code >= 0 && out->exit_code != 127;
}

static bool run_ok(eos_git_output *out, eos_arena *arena, const char *root,
                   const char *const *arguments)
{
    return eos_git_run(out, arena, root, arguments) && out->exit_code == 0;
}

static char *trim(eos_git_output *output)
{
    while (output->length > 0 && output->text[output->length - 1] == '\n')
        output->text[--output->length] = '\0';
    return output->text;
}

static void hash_text(char out[65], const char *text, size_t length)
{
    out[0] = '\0';
    if (length == 0)
        return;
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add(&hasher, text, length);
    const eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, sizeof digest.bytes, out);
}

/* ---- HEAD and differences ---- */

static const char *choose_empty_tree(eos_arena *arena, const char *root)
{
    eos_git_output output;
    const char *const arguments[] = {"rev-parse", "--show-object-format", NULL};
    if (run_ok(&output, arena, root, arguments) && strcmp(trim(&output), "sha256") == 0)
        return EMPTY_TREE_SHA256;
    return EMPTY_TREE_SHA1;
}

/* A branch that has no commit yet: HEAD names it, rev-parse cannot follow it. */
static bool read_unborn(eos_git_head *out, eos_arena *arena, const char *root)
{
    eos_git_output output;
    const char *const arguments[] = {"symbolic-ref", "--quiet", "--short", "HEAD", NULL};
    if (!run_ok(&output, arena, root, arguments))
        return false;
    out->commit = "";
    out->line = trim(&output);
    return true;
}

/* Is there a .git in the root or above it? git looks there and nowhere else, as GIT_DIR is left out. */
static bool has_repository(const char *root)
{
    char folder[PATH_MAX], path[PATH_MAX + 8];
    struct stat status;
    if (realpath(root, folder) == NULL)
        return true; /* git shall say */
    for (char *slash = folder + strlen(folder); slash != NULL; slash = strrchr(folder, '/')) {
        *slash = '\0';
        snprintf(path, sizeof path, "%s/.git", folder);
        if (stat(path, &status) == 0)
            return true;
    }
    return false;
}

void eos_git_read_head(eos_git_head *out, eos_arena *arena, const char *root)
{
    *out = (eos_git_head){.commit = "", .line = "local"};
    eos_git_output output;
    if (!has_repository(root))
        return; /* two processes less for a root without git */
    const char *const parse[] = {"rev-parse", "HEAD", "--symbolic-full-name", "HEAD", NULL};
    if (run_ok(&output, arena, root, parse)) {
        char *text = trim(&output);
        char *name = strchr(text, '\n');
        if (name == NULL)
            return;
        *name++ = '\0';
        out->commit = text;
        out->line = strncmp(name, "refs/heads/", 11) == 0 ? name + 11 : "detached";
    } else if (!read_unborn(out, arena, root)) {
        return;
    }
    const char *base = out->commit[0] ? out->commit : choose_empty_tree(arena, root);
    const char *const diff[] = {"diff-index", "--cached", "--raw", "--no-abbrev", base, "--", NULL};
    if (!run_ok(&output, arena, root, diff)) {
        out->line = "local";
        out->commit = "";
        return;
    }
    hash_text(out->index_hash, output.text, output.length);
    out->is_known = true;
}

bool eos_git_hash_difference(char out[65], eos_arena *arena, const char *root, const char *base,
                             const char *id)
{
    eos_git_output output;
    if (base[0] == '\0')
        base = choose_empty_tree(arena, root);
    const char *const diff[] = {"diff-tree", "-r", "--raw", "--no-abbrev", base, id, "--", NULL};
    out[0] = '\0';
    if (!run_ok(&output, arena, root, diff))
        return false;
    hash_text(out, output.text, output.length);
    return true;
}

bool eos_git_is_ancestor(eos_arena *arena, const char *root, const char *ancestor,
                         const char *descendant)
{
    eos_git_output output;
    const char *const arguments[] = {"merge-base", "--is-ancestor", ancestor, descendant, NULL};
    return run_ok(&output, arena, root, arguments);
}

/* ---- files ---- */

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool holds_path(const char **paths, uint32_t count, const char *path)
{
    return count > 0 && bsearch(&path, paths, count, sizeof *paths, compare_paths) != NULL;
}

/* Reads `ls-files -t` records ("H path\0"): H is in the index, C and R differ from it, M unmerged. */
static void collect_files(eos_git_files *out, eos_arena *arena, eos_git_output *output)
{
    size_t records = 0;
    for (size_t i = 0; i < output->length; i++)
        records += output->text[i] == '\0';
    out->tracked = EOS_NEW_ARRAY(arena, const char *, records + 1);
    out->changed = EOS_NEW_ARRAY(arena, const char *, records + 1);
    const char *const end = output->text + output->length;
    for (const char *at = output->text; at < end; at += strlen(at) + 1) {
        if (at[0] == '\0' || at[1] != ' ')
            continue;
        if (at[0] == 'H' || at[0] == 'S' || at[0] == 'M')
            out->tracked[out->tracked_count++] = at + 2;
        if (at[0] == 'C' || at[0] == 'R' || at[0] == 'M')
            out->changed[out->changed_count++] = at + 2;
    }
    qsort(out->tracked, out->tracked_count, sizeof *out->tracked, compare_paths);
    qsort(out->changed, out->changed_count, sizeof *out->changed, compare_paths);
}

void eos_git_read_files(eos_git_files *out, eos_arena *arena, const char *root)
{
    *out = (eos_git_files){.is_known = false};
    eos_git_output output;
    const char *const arguments[] = {"ls-files", "-z",    "-t",    "-c",      "-m", "--",
                                     "*.py",     "*.pyi", "*.pyw", "*.ipynb", NULL};
    if (!run_ok(&output, arena, root, arguments))
        return;
    collect_files(out, arena, &output);
    out->is_known = true;
}

static bool is_listed_kind(const char *path)
{
    static const char *const endings[] = {".py", ".pyi", ".pyw", ".ipynb"};
    const size_t length = strlen(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(path + length - ending, endings[i]) == 0)
            return true;
    }
    return false;
}

eos_git_file_state eos_git_file(const eos_git_files *files, eos_arena *arena, const char *root,
                                const char *path)
{
    eos_git_files single = *files;
    if (!is_listed_kind(path)) {
        eos_git_output output;
        const char *name = eos_arena_printf(arena, ":(literal)%s", path);
        const char *const arguments[] = {"ls-files", "-z", "-t", "-c", "-m", "--", name, NULL};
        single = (eos_git_files){.is_known = true};
        if (run_ok(&output, arena, root, arguments))
            collect_files(&single, arena, &output);
    }
    if (holds_path(single.changed, single.changed_count, path))
        return EOS_GIT_DIFFERS;
    return holds_path(single.tracked, single.tracked_count, path) ? EOS_GIT_SAME
                                                                  : EOS_GIT_UNTRACKED;
}

/* ---- commits ---- */

/* Records "id\x1fparents\x1fauthor\x1ftime" with a NUL between them. */
static void collect_commits(eos_git_commits *out, eos_arena *arena, eos_git_output *output)
{
    char *const end = output->text + output->length;
    for (char *at = output->text; at < end;) {
        char *const next = at + strlen(at) + 1;
        if (*at == '\n')
            at++;
        char *fields[4] = {at, NULL, NULL, NULL};
        for (size_t i = 1; i < 4; i++) {
            char *mark = strchr(fields[i - 1], '\x1f');
            if (mark == NULL)
                break;
            *mark = '\0';
            fields[i] = mark + 1;
        }
        if (fields[3] != NULL) {
            eos_git_commit commit = {.id = fields[0], .parents = fields[1], .author = fields[2]};
            commit.at = (int64_t)strtoll(fields[3], NULL, 10);
            eos_vector_push(arena, out, commit);
        }
        at = next;
    }
}

static const char commit_format[] = "--format=tformat:%H%x1f%P%x1f%an%x1f%at";

bool eos_git_read_commits(eos_git_commits *out, eos_arena *arena, const char *root,
                          const char *base, const char *tip)
{
    out->items = NULL;
    out->count = out->capacity = 0;
    eos_git_output output;
    const char *const limit = eos_arena_printf(arena, "--max-count=%u", EOS_LIMIT_GIT_COMMITS);
    const char *const range = base[0] ? eos_arena_printf(arena, "%s..%s", base, tip) : tip;
    const char *const arguments[] = {"log",          "-z",  "--no-show-signature",
                                     "--topo-order", limit, commit_format,
                                     range,          "--",  NULL};
    if (!run_ok(&output, arena, root, arguments))
        return false;
    collect_commits(out, arena, &output);
    return true;
}

bool eos_git_read_commit(eos_git_commit *out, eos_arena *arena, const char *root, const char *id)
{
    eos_git_output output;
    const char *const arguments[] = {
        "log", "-z", "--no-show-signature", "--max-count=1", commit_format, id, "--", NULL};
    eos_git_commits commits = {0};
    if (!run_ok(&output, arena, root, arguments))
        return false;
    collect_commits(&commits, arena, &output);
    if (commits.count != 1)
        return false;
    *out = commits.items[0];
    return true;
}
