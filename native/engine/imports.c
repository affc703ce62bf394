/* SPDX-License-Identifier: MIT */
/*
 * The provider that flow asks for other files (flow/flow.h), and the memory of what was asked: which
 * name in which file led where, and what was in the files that were read. A cached judgement counts
 * when every one of these answers would be the same today, names that were looked for in vain
 * included (design section 2, "Sources").
 *
 * Names that are found in no file cost a few stat(2) each when the judgement is asked for again;
 * programs without imports of their own pay nothing.
 */
#include "engine/imports.h"

#include "base/limits.h"
#include "engine/file_memo.h"
#include "engine/import_lookup.h"

#include <stdio.h>
#include <string.h>

void eos_imports_init(eos_imports *imports, eos_arena *arena, const eos_source *source,
                      const eos_module_parser *parser)
{
    *imports = (eos_imports){.arena = arena, .source = source, .parser = parser};
    eos_file_memo_begin(source->memo);
}

static eos_import_file *file_of(eos_imports *imports, uint32_t number)
{
    for (uint32_t i = 0; i < imports->files.count; i++)
        if (imports->files.items[i].number == number)
            return &imports->files.items[i];
    return NULL;
}

static uint32_t enter_file(eos_imports *imports, const eos_import_place *place)
{
    for (uint32_t i = 0; i < imports->files.count; i++)
        if (strcmp(imports->files.items[i].path, place->path) == 0)
            return imports->files.items[i].number;
    eos_import_file file = {.number = imports->files.count + 1,
                            .path =
                                eos_arena_copy(imports->arena, place->path, strlen(place->path)),
                            .is_folder = place->is_folder,
                            .is_package = place->is_package};
    const eos_module_parser *parser = imports->parser;
    if (parser != NULL)
        file.number = parser->number(parser->payload, file.path);
    file.shown = eos_import_shown(imports->source, file.path);
    eos_vector_push(imports->arena, &imports->files, file);
    return file.number;
}

/* what stands in a folder without code is looked for as from its __init__.py */
static const char *importer_path(eos_arena *arena, const eos_import_file *from)
{
    if (from == NULL)
        return NULL;
    return from->is_folder ? eos_arena_printf(arena, "%s/__init__.py", from->path) : from->path;
}

static uint32_t find(void *payload, uint32_t importer, const char *name, int level,
                     bool *is_package)
{
    eos_imports *imports = payload;
    eos_import_lookup lookup = {.importer = importer, .level = level};
    const eos_import_file *from = file_of(imports, importer);
    for (uint32_t i = 0; i < imports->lookups.count; i++) {
        const eos_import_lookup *old = &imports->lookups.items[i];
        if (old->importer != importer || old->level != level || strcmp(old->name, name) != 0)
            continue;
        const eos_import_file *file = file_of(imports, old->found);
        *is_package = file != NULL && file->is_package;
        return old->found;
    }
    if ((importer != 0 && from == NULL) || imports->lookups.count >= EOS_LIMIT_IMPORT_LOOKUPS ||
        (level == 0 && eos_is_python_module(name)))
        return EOS_FILE_NONE;
    eos_import_place place;
    if (eos_import_find(imports->source, importer_path(imports->arena, from), name, level, &place))
        lookup.found = place.is_judged ? EOS_FILE_JUDGED : enter_file(imports, &place);
    *is_package = place.is_package && lookup.found != EOS_FILE_NONE;
    lookup.name = eos_arena_copy(imports->arena, name, strlen(name));
    eos_vector_push(imports->arena, &imports->lookups, lookup);
    return lookup.found;
}

static const eos_ir_module *load(void *payload, uint32_t number, const char **reason)
{
    eos_imports *imports = payload;
    eos_import_file *file = file_of(imports, number);
    *reason = NULL;
    if (file == NULL || file->is_folder)
        return NULL;
    if (!file->is_read) {
        file->is_read = true;
        const eos_module_parser *parser = imports->parser;
        const char *bytes = NULL;
        size_t length = 0;
        if (parser == NULL)
            file->reason = "files are not read here";
        else if (imports->read_count >= EOS_LIMIT_IMPORTED_FILES)
            file->reason = eos_arena_printf(imports->arena, "more than %u imported files",
                                            EOS_LIMIT_IMPORTED_FILES);
        else if (!eos_file_memo_hash(imports->source->memo, file->path, file->hash) ||
                 !parser->has(parser->payload, number, file->hash))
            file->reason = eos_file_memo_read(imports->source->memo, imports->arena, file->path,
                                              file->hash, &bytes, &length);
        if (file->reason == NULL) {
            imports->read_count++;
            file->module = parser->parse(parser->payload, number, file->shown, bytes, length,
                                         file->hash, imports->arena, &file->reason);
        }
    }
    *reason = file->reason;
    return file->module;
}

static const char *path_of(void *payload, uint32_t number)
{
    eos_imports *imports = payload;
    const eos_import_file *file = file_of(imports, number);
    if (number == 0)
        return imports->source->path;
    return file != NULL ? file->shown : NULL;
}

static const char *name_of(void *payload, uint32_t number)
{
    eos_imports *imports = payload;
    const eos_import_file *file = file_of(imports, number);
    char name[EOS_IMPORT_PATH];
    if ((number != 0 && file == NULL) ||
        !eos_import_name(imports->source, file != NULL ? file->path : NULL, name))
        return NULL;
    return eos_arena_printf(imports->arena, "%s", name);
}

eos_module_provider eos_imports_provider(eos_imports *imports)
{
    return (eos_module_provider){find, load, path_of, name_of, imports};
}

/* ---- what a judgement rests on ---- */

static const char *keep_text(eos_arena *arena, const char *text)
{
    return text != NULL ? eos_arena_copy(arena, text, strlen(text)) : NULL;
}

static void keep_dependencies(const eos_imports *imports, eos_judgement *judgement)
{
    eos_arena *arena = &judgement->arena;
    eos_imports *files = (eos_imports *)(uintptr_t)imports; /* read only: file_of serves both */
    for (uint32_t i = 0; i < imports->lookups.count; i++) {
        const eos_import_lookup *lookup = &imports->lookups.items[i];
        const eos_import_file *from = file_of(files, lookup->importer);
        const eos_import_file *found = file_of(files, lookup->found);
        eos_dependency kept = {.from = from != NULL && from->is_folder
                                           ? eos_arena_printf(arena, "%s/__init__.py", from->shown)
                                           : keep_text(arena, from != NULL ? from->shown : NULL),
                               .name = keep_text(arena, lookup->name),
                               .level = (uint32_t)lookup->level,
                               .path = lookup->found == EOS_FILE_JUDGED
                                           ? "."
                                           : keep_text(arena, found != NULL ? found->shown : NULL)};
        eos_vector_push(arena, &judgement->dependencies, kept);
    }
    for (uint32_t i = 0; i < imports->files.count; i++) {
        const eos_import_file *file = &imports->files.items[i];
        if (file->hash[0] == '\0')
            continue;
        eos_dependency kept = {.path = keep_text(arena, file->shown),
                               .hash = keep_text(arena, file->hash)};
        eos_vector_push(arena, &judgement->dependencies, kept);
    }
}

void eos_imports_keep(const eos_imports *imports, eos_judgement *judgement)
{
    if (imports->lookups.count == 0)
        return;
    keep_dependencies(imports, judgement);
    memcpy(judgement->base_key, judgement->key, sizeof judgement->base_key);
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add_field(&hasher, judgement->base_key);
    for (uint32_t i = 0; i < judgement->dependencies.count; i++) {
        const eos_dependency *one = &judgement->dependencies.items[i];
        char level[16];
        snprintf(level, sizeof level, "%u", one->level);
        eos_hasher_add_field(&hasher, one->from);
        eos_hasher_add_field(&hasher, one->name);
        eos_hasher_add_field(&hasher, level);
        eos_hasher_add_field(&hasher, one->path);
        eos_hasher_add_field(&hasher, one->hash);
    }
    eos_digest key = eos_hasher_finish(&hasher);
    eos_digest_hex(&key, sizeof key.bytes, judgement->key);
}

/* absolute form of a path as it was kept */
static bool make_absolute(const eos_source *source, const char *shown, char *out)
{
    bool is_absolute = shown[0] == '/' || source->root == NULL;
    int wrote = snprintf(out, EOS_IMPORT_PATH, "%s%s%s", is_absolute ? "" : source->root,
                         is_absolute ? "" : "/", shown);
    return wrote > 0 && wrote < EOS_IMPORT_PATH;
}

static bool holds(eos_arena *arena, const eos_dependency *one, const eos_source *source)
{
    char path[EOS_IMPORT_PATH], hash[65];
    if (one->name == NULL)
        return one->path != NULL && one->hash != NULL && make_absolute(source, one->path, path) &&
               (eos_file_memo_hash(source->memo, path, hash) ||
                eos_file_memo_read(source->memo, arena, path, hash, NULL, NULL) == NULL) &&
               strcmp(hash, one->hash) == 0;
    if (one->from != NULL && !make_absolute(source, one->from, path))
        return false;
    eos_import_place place;
    if (!eos_import_find(source, one->from != NULL ? path : NULL, one->name, (int)one->level,
                         &place))
        return one->path == NULL;
    return one->path != NULL &&
           strcmp(one->path, place.is_judged ? "." : eos_import_shown(source, place.path)) == 0;
}

bool eos_dependencies_hold(const eos_judgement *judgement, const eos_source *source)
{
    eos_arena arena;
    volatile bool all_hold = true;
    eos_file_memo_begin(source->memo);
    eos_arena_init(&arena, EOS_LIMIT_ARENA_BYTES);
    EOS_ARENA_TRY(&arena, guard) {
        for (uint32_t i = 0; all_hold && i < judgement->dependencies.count; i++)
            all_hold = holds(&arena, &judgement->dependencies.items[i], source);
    }
    EOS_ARENA_CATCH(&arena, guard) {
        all_hold = false;
    }
    EOS_ARENA_END;
    eos_arena_release(&arena);
    return all_hold;
}
