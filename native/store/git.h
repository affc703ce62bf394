/* SPDX-License-Identifier: MIT */
/*
 * git.h: what the history asks git. Every call is one `git` process without a shell, run in the root,
 * with GIT_OPTIONAL_LOCKS=0 (never takes index.lock, so parallel calls of one pre-commit do not fail)
 * and the rest of the environment as it is (GIT_INDEX_FILE of a partial commit counts). Output is
 * bounded by EOS_LIMIT_GIT_BYTES. Answers live in the arena given.
 *
 * No git program, no repository and a broken repository are one answer: is_known false. The history
 * then works as without git.
 */
#ifndef EOS_STORE_GIT_H
#define EOS_STORE_GIT_H

#include "base/arena.h"
#include "base/digest.h"
#include "base/vector.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct eos_git_output {
    char *text; /* NUL-terminated, in the arena */
    size_t length;
    int exit_code; /* of git; 128 = git refused */
} eos_git_output;

/** Runs git with `arguments` (NULL-terminated, without "git") in `root`; true when it ran and its
 *  output fits. Needs a guard on the arena. */
bool eos_git_run(eos_git_output *out, eos_arena *arena, const char *root,
                 const char *const *arguments);

/* Where the work tree stands. */
typedef struct eos_git_head {
    bool is_known;       /* false: not a repository, or no git */
    const char *commit;  /* full id of HEAD; "" = unborn branch */
    const char *line;    /* branch name without refs/heads/, or "detached" */
    char index_hash[65]; /* SHA-256 of the raw difference of index and HEAD; "" = no difference */
} eos_git_head;

void eos_git_read_head(eos_git_head *out, eos_arena *arena, const char *root);

/* Which files git tracks and which of them differ from the index; read once, looked up by path. */
typedef struct eos_git_files {
    const char **tracked; /* sorted, paths relative to the root */
    uint32_t tracked_count;
    const char **changed; /* sorted: modified, removed or unmerged against the index */
    uint32_t changed_count;
    bool is_known;
} eos_git_files;

void eos_git_read_files(eos_git_files *out, eos_arena *arena, const char *root);

typedef enum eos_git_file_state {
    EOS_GIT_SAME,
    EOS_GIT_DIFFERS,
    EOS_GIT_UNTRACKED
} eos_git_file_state;
/** State of one path; a path that is no Python file or notebook costs a git call of its own. */
eos_git_file_state eos_git_file(const eos_git_files *files, eos_arena *arena, const char *root,
                                const char *path);

typedef struct eos_git_commit {
    const char *id, *author, *parents; /* parents: ids with a blank between them; "" = a root */
    int64_t at;                        /* author's date, seconds since 1970 */
} eos_git_commit;

typedef EOS_VECTOR(eos_git_commit) eos_git_commits;

/** Commits reachable from `tip` and not from `base` ("" = nothing is excluded), newest first, at most
 *  EOS_LIMIT_GIT_COMMITS. False when git does not know one of them. */
bool eos_git_read_commits(eos_git_commits *out, eos_arena *arena, const char *root,
                          const char *base, const char *tip);
/** One commit; false when unknown. */
bool eos_git_read_commit(eos_git_commit *out, eos_arena *arena, const char *root, const char *id);
/** SHA-256 (hex) of the raw difference from commit `base` ("" = empty tree) to `id`, in the form of
 *  index_hash; "" when there is none. False when git fails. */
bool eos_git_hash_difference(char out[65], eos_arena *arena, const char *root, const char *base,
                             const char *id);
/** True when `ancestor` is `descendant` or one of its ancestors. */
bool eos_git_is_ancestor(eos_arena *arena, const char *root, const char *ancestor,
                         const char *descendant);

#endif
