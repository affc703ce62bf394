/* SPDX-License-Identifier: MIT */
/*
 * Hashes by path, and folders by path, in two tables of fixed size where a newcomer takes the place of
 * what stood there: forgetting costs time and nothing else.
 *
 * A file counts as the same when device, inode, size, mtime and ctime are. One that was changed within
 * the last two seconds before it was read is not remembered: a second change in the same tick of the
 * file system's clock would not show.
 *
 * What stands at a path is remembered with the state of its folder: as long as the folder's mtime and
 * ctime are the same, nothing in it was made, removed or renamed. A folder is looked at once per judged
 * program. Links, and folders changed a moment ago, are not remembered.
 *
 * Questionable: a folder that was inside the root once counts as inside for as long as the session lives.
 * Who replaces it by a link meanwhile has a file of his own choosing parsed, never run.
 */
#ifndef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700 /* realpath(3) */
#endif
#include "engine/file_memo.h"

#include "base/digest.h"
#include "base/limits.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MEMO_FILES 4096u  /* a power of two */
#define MEMO_FOLDERS 256u /* the same */
#define MEMO_ENTRIES 4096u
#define SETTLED_SECONDS 2

typedef struct known_file {
    char *path; /* owned; NULL = free */
    struct stat facts;
    char hash[65];
    eos_concern concern;
} known_file;

typedef struct known_folder {
    char *path, *bound; /* owned; NULL = free */
} known_folder;

/* a folder in which names are looked for */
typedef struct known_state {
    char *path; /* owned; NULL = free */
    struct stat facts;
    uint64_t state;   /* a number of its own for each path and content; 0 = not to be relied on */
    uint64_t program; /* for which it was looked at */
    bool is_missing;
} known_state;

typedef struct known_entry {
    char *path;     /* owned; NULL = free */
    uint64_t state; /* of its folder when it was looked at */
    eos_path_kind kind;
} known_entry;

struct eos_file_memo {
    known_file files[MEMO_FILES];
    known_folder folders[MEMO_FOLDERS];
    known_state states[MEMO_FOLDERS];
    known_entry entries[MEMO_ENTRIES];
    uint64_t program, last_state;
};

eos_file_memo *eos_file_memo_new(void)
{
    return calloc(1, sizeof(eos_file_memo));
}

void eos_file_memo_free(eos_file_memo *memo)
{
    if (memo == NULL)
        return;
    for (uint32_t i = 0; i < MEMO_FILES; i++)
        free(memo->files[i].path);
    for (uint32_t i = 0; i < MEMO_FOLDERS; i++) {
        free(memo->folders[i].path);
        free(memo->folders[i].bound);
        free(memo->states[i].path);
    }
    for (uint32_t i = 0; i < MEMO_ENTRIES; i++)
        free(memo->entries[i].path);
    free(memo);
}

/* FNV-1a */
static uint32_t spread(const char *text, size_t length)
{
    uint32_t sum = 2166136261u;
    for (size_t i = 0; i < length; i++)
        sum = (sum ^ (unsigned char)text[i]) * 16777619u;
    return sum ^ sum >> 16;
}

/* owned; NULL when memory is out */
static char *copy_text(const char *text, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy != NULL) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

/* ---- contents ---- */

static bool is_same_time(const struct timespec *left, const struct timespec *right)
{
    return left->tv_sec == right->tv_sec && left->tv_nsec == right->tv_nsec;
}

static bool is_same(const struct stat *left, const struct stat *right)
{
    return left->st_dev == right->st_dev && left->st_ino == right->st_ino &&
           left->st_size == right->st_size && is_same_time(&left->st_mtim, &right->st_mtim) &&
           is_same_time(&left->st_ctim, &right->st_ctim);
}

/* What is known of the file as it is now; NULL = nothing. */
static const known_file *recall(const eos_file_memo *memo, const char *path)
{
    struct stat facts;
    if (memo == NULL)
        return NULL;
    const known_file *known = &memo->files[spread(path, strlen(path)) % MEMO_FILES];
    if (known->path == NULL || strcmp(known->path, path) != 0 || stat(path, &facts) != 0 ||
        !is_same(&facts, &known->facts))
        return NULL;
    return known;
}

bool eos_file_memo_hash(const eos_file_memo *memo, const char *path, char hash[65])
{
    const known_file *known = recall(memo, path);
    hash[0] = '\0';
    if (known != NULL)
        memcpy(hash, known->hash, sizeof known->hash);
    return known != NULL;
}

static bool is_settled(const struct stat *facts)
{
    struct timespec now;
    return clock_gettime(CLOCK_REALTIME, &now) == 0 &&
           facts->st_mtim.tv_sec + SETTLED_SECONDS <= now.tv_sec &&
           facts->st_ctim.tv_sec + SETTLED_SECONDS <= now.tv_sec;
}

/* `facts` are those from before the reading */
static void remember(eos_file_memo *memo, const char *path, const struct stat *facts,
                     const char *hash, eos_concern concern)
{
    if (memo == NULL || !is_settled(facts))
        return;
    known_file *known = &memo->files[spread(path, strlen(path)) % MEMO_FILES];
    free(known->path);
    known->path = copy_text(path, strlen(path));
    known->facts = *facts;
    memcpy(known->hash, hash, sizeof known->hash);
    known->concern = concern;
}

/* all bytes or nothing: a file that changes its size while it is read is not taken */
static const char *read_all(const char *path, char *out, size_t length)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return "cannot be opened";
    struct stat facts;
    bool is_regular = fstat(file, &facts) == 0 && S_ISREG(facts.st_mode);
    size_t have = 0;
    while (is_regular && have < length) {
        ssize_t got = read(file, out + have, length - have);
        if (got <= 0)
            break;
        have += (size_t)got;
    }
    close(file);
    return have == length && is_regular ? NULL : "cannot be read";
}

const char *eos_file_memo_read(eos_file_memo *memo, eos_arena *arena, const char *path,
                               char hash[65], const char **bytes, size_t *length)
{
    struct stat facts;
    hash[0] = '\0';
    if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode))
        return "cannot be opened";
    if (facts.st_size < 0 || (uint64_t)facts.st_size > EOS_LIMIT_SOURCE_BYTES)
        return "is larger than 16 MB";
    size_t size = (size_t)facts.st_size;
    char *text = eos_arena_alloc(arena, size + 1);
    const char *trouble = read_all(path, text, size);
    if (trouble != NULL)
        return trouble;
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add(&hasher, text, size);
    eos_digest digest = eos_hasher_finish(&hasher);
    eos_digest_hex(&digest, sizeof digest.bytes, hash);
    remember(memo, path, &facts, hash, eos_source_scan(text, size));
    if (bytes != NULL) {
        *bytes = text;
        *length = size;
    }
    return NULL;
}

eos_concern eos_file_memo_concern(eos_file_memo *memo, eos_arena *arena, const char *path)
{
    const known_file *known = recall(memo, path);
    char hash[65];
    const char *bytes;
    size_t length;
    if (known != NULL)
        return known->concern;
    if (eos_file_memo_read(memo, arena, path, hash, &bytes, &length) != NULL)
        return EOS_CONCERNS_NOBODY;
    return eos_source_scan(bytes, length);
}

/* ---- what stands where ---- */

void eos_file_memo_begin(eos_file_memo *memo)
{
    if (memo != NULL)
        memo->program++;
}

static eos_path_kind ask_kind(const char *path)
{
    struct stat facts;
    if (stat(path, &facts) != 0)
        return EOS_PATH_NONE;
    return S_ISREG(facts.st_mode)   ? EOS_PATH_FILE
           : S_ISDIR(facts.st_mode) ? EOS_PATH_FOLDER
                                    : EOS_PATH_NONE;
}

/* the folder of `length` bytes as it is for this program; NULL when memory is out */
static const known_state *look_at_folder(eos_file_memo *memo, const char *path, size_t length)
{
    known_state *known = &memo->states[spread(path, length) % MEMO_FOLDERS];
    bool is_known = known->path != NULL && strncmp(known->path, path, length) == 0 &&
                    known->path[length] == '\0';
    if (is_known && known->program == memo->program)
        return known;
    struct stat facts;
    char *own = is_known ? known->path : copy_text(path, length);
    if (own == NULL)
        return NULL;
    if (!is_known)
        free(known->path);
    known->path = own;
    known->program = memo->program;
    known->is_missing = stat(own, &facts) != 0 || !S_ISDIR(facts.st_mode);
    if (known->is_missing || !is_settled(&facts)) {
        known->state = 0;
    } else if (!is_known || known->state == 0 || !is_same(&facts, &known->facts)) {
        known->facts = facts;
        known->state = ++memo->last_state;
    }
    return known;
}

eos_path_kind eos_file_memo_kind(eos_file_memo *memo, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (memo == NULL || slash == NULL || slash == path)
        return ask_kind(path);
    const known_state *folder = look_at_folder(memo, path, (size_t)(slash - path));
    if (folder != NULL && folder->is_missing)
        return EOS_PATH_NONE;
    uint64_t state = folder != NULL ? folder->state : 0;
    size_t length = strlen(path);
    known_entry *known = &memo->entries[spread(path, length) % MEMO_ENTRIES];
    bool is_known = known->path != NULL && strcmp(known->path, path) == 0;
    if (is_known && state != 0 && known->state == state)
        return known->kind;
    struct stat facts;
    bool is_there = lstat(path, &facts) == 0;
    if (is_there && S_ISLNK(facts.st_mode))
        return ask_kind(path);
    eos_path_kind kind = !is_there                ? EOS_PATH_NONE
                         : S_ISREG(facts.st_mode) ? EOS_PATH_FILE
                         : S_ISDIR(facts.st_mode) ? EOS_PATH_FOLDER
                                                  : EOS_PATH_NONE;
    if (state == 0)
        return kind;
    if (!is_known) {
        free(known->path);
        known->path = copy_text(path, length);
    }
    known->state = state;
    known->kind = kind;
    return kind;
}

/* ---- inside ---- */

bool eos_path_lies_in(const char *path, const char *folder)
{
    size_t length = strlen(folder);
    if (length == 1) /* "/" */
        return true;
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static bool is_really_inside(const char *path, const char *bound)
{
    char real[PATH_MAX], real_bound[PATH_MAX];
    return realpath(path, real) != NULL && realpath(bound, real_bound) != NULL &&
           eos_path_lies_in(real, real_bound);
}

bool eos_file_memo_is_inside(eos_file_memo *memo, const char *path, const char *bound)
{
    struct stat facts;
    const char *slash = strrchr(path, '/');
    if (memo == NULL || slash == NULL || slash == path || lstat(path, &facts) != 0 ||
        S_ISLNK(facts.st_mode))
        return is_really_inside(path, bound);
    size_t length = (size_t)(slash - path);
    known_folder *known = &memo->folders[spread(path, length) % MEMO_FOLDERS];
    if (known->path != NULL && known->bound != NULL && strncmp(known->path, path, length) == 0 &&
        known->path[length] == '\0' && strcmp(known->bound, bound) == 0)
        return true;
    char *folder = copy_text(path, length);
    if (folder == NULL || !is_really_inside(folder, bound)) {
        free(folder);
        return is_really_inside(path, bound);
    }
    free(known->path);
    free(known->bound);
    known->path = folder;
    known->bound = copy_text(bound, strlen(bound));
    return true;
}
