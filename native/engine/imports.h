/* SPDX-License-Identifier: MIT */
/*
 * Other files of the repository, for flow's imports: where a name is looked for, what of it the
 * judgement rests on, and whether that still holds.
 *
 * Looked for: relative imports in the importer's package; absolute ones at the top of the importer's
 * package (up the chain of __init__.py), at the root, in src/. Each as a/b.py, a/b/__init__.py, and
 * after all of these as the folder a/b without code. Never outside of the root, never among what is
 * installed.
 */
#ifndef EOS_ENGINE_IMPORTS_H
#define EOS_ENGINE_IMPORTS_H

#include "engine/finding.h"
#include "engine/judge.h"
#include "flow/flow.h"

typedef struct eos_import_file {
    uint32_t number;
    const char *path;  /* absolute */
    const char *shown; /* relative to the root; absolute without one */
    bool is_folder, is_package, is_read;
    char hash[65];      /* of its bytes; "" = not read */
    const char *reason; /* why there is no module */
    const eos_ir_module *module;
} eos_import_file;

typedef struct eos_import_lookup {
    uint32_t importer, found; /* numbers; found: EOS_FILE_NONE, EOS_FILE_JUDGED or a file's */
    const char *name;
    int level;
} eos_import_lookup;

typedef struct eos_imports {
    eos_arena *arena; /* borrowed */
    const eos_source *source;
    const eos_module_parser *parser; /* NULL = files are found, never read */
    uint32_t read_count;
    EOS_VECTOR(eos_import_file) files;
    EOS_VECTOR(eos_import_lookup) lookups;
} eos_imports;

/** Nothing is looked for before flow asks. What the provider gives lives in `arena`. */
void eos_imports_init(eos_imports *imports, eos_arena *arena, const eos_source *source,
                      const eos_module_parser *parser);
eos_module_provider eos_imports_provider(eos_imports *imports);
/** Writes into the judgement what it rests on, and makes its key the one of exactly these files.
 *  Jumps to the guard of the judgement's arena when memory is out. */
void eos_imports_keep(const eos_imports *imports, eos_judgement *judgement);

/** True when `name` or what stands before its first dot is a module of Python's own library. */
bool eos_is_python_module(const char *name);

#endif
