/* SPDX-License-Identifier: MIT */
/*
 * What a session remembers of the files that programs import: the hash of each one while stat(2)
 * says that it is the same, and the folders that are known to lie inside the root. Neighbours import
 * the same files, and reading and hashing them again costs more than following them.
 *
 * Every function takes NULL for the memo: then nothing is kept, and the answers are the same.
 */
#ifndef EOS_ENGINE_FILE_MEMO_H
#define EOS_ENGINE_FILE_MEMO_H

#include "engine/judge.h"
#include "base/arena.h"

typedef struct eos_file_memo eos_file_memo;

/** NULL when memory is out, which serves too. */
eos_file_memo *eos_file_memo_new(void);
void eos_file_memo_free(eos_file_memo *memo);

/** The hash of a file that is known and looks unchanged; else false, and the file must be read. */
bool eos_file_memo_hash(const eos_file_memo *memo, const char *path, char hash[65]);
/** Reads a regular file: SHA-256 in hex of its bytes; when `bytes` is given, they go there too, in
 *  `arena`. NULL on success, else why not. */
const char *eos_file_memo_read(eos_file_memo *memo, eos_arena *arena, const char *path,
                               char hash[65], const char **bytes, size_t *length);
typedef enum eos_path_kind { EOS_PATH_NONE, EOS_PATH_FILE, EOS_PATH_FOLDER } eos_path_kind;

/** A program is judged from here on: what folders hold is asked anew. */
void eos_file_memo_begin(eos_file_memo *memo);
/** What stands at the path, links followed; anything else than regular files and folders is NONE. */
eos_path_kind eos_file_memo_kind(eos_file_memo *memo, const char *path);
/** Does the file or folder lie in the folder `bound`, all links followed? */
bool eos_file_memo_is_inside(eos_file_memo *memo, const char *path, const char *bound);

/** Does the path say so by its letters alone? */
bool eos_path_lies_in(const char *path, const char *folder);

/** The byte scan of the file with this path; EOS_CONCERNS_NOBODY when it cannot be read. Its bytes pass
 *  through `arena`. */
eos_concern eos_file_memo_concern(eos_file_memo *memo, eos_arena *arena, const char *path);

#endif
