/* SPDX-License-Identifier: MIT */
/* Where the files of an import lie. Inside of engine/imports. */
#ifndef EOS_ENGINE_IMPORT_LOOKUP_H
#define EOS_ENGINE_IMPORT_LOOKUP_H

#include "engine/judge.h"

#define EOS_IMPORT_PATH 4096 /* bytes of a path with its NUL */

typedef struct eos_import_place {
    char path[EOS_IMPORT_PATH]; /* absolute, of the file or folder */
    bool is_folder;             /* a package without __init__.py */
    bool is_package;            /* names below it are modules too */
    bool is_judged;             /* the judged file itself */
} eos_import_place;

/** What `name` with `level` leading dots means in the file `importer` (absolute; NULL = the judged
 *  one). False when it is no file of the repository. */
bool eos_import_find(const eos_source *source, const char *importer, const char *name, int level,
                     eos_import_place *place);
/** Dotted name of a file (absolute; NULL = the judged one) from the top of its package, in EOS_IMPORT_PATH
 *  bytes. False when it has none: no path, or no name that a program could import. */
bool eos_import_name(const eos_source *source, const char *path, char *out);
/** The path relative to the root, POSIX; absolute without a root. A part of `path`. */
const char *eos_import_shown(const eos_source *source, const char *path);

#endif
