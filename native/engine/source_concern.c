/* SPDX-License-Identifier: MIT */
/*
 * Programs that only call `.compile(` or `.fit(`: they train what another file builds, or something that
 * is not ours at all. They concern us when a file of the repository that they import does, straight or
 * through the __init__.py of a package.
 *
 * The imports are read from the text, line by line: the program is not parsed unless it is worth it.
 * An import that stands in a string costs a look at a file, no more. The packages above a module run
 * before it, so their files are looked at too.
 *
 * Questionable: not followed further than packages. A helper of a helper that builds the network is met
 * when the helper is judged; the script that fits it is then left out, as it is without this file.
 */
#include "base/limits.h"
#include "engine/file_memo.h"
#include "engine/import_lookup.h"
#include "engine/imports.h"

#include <string.h>

enum { NAME_BYTES = 256, DEPTH = 3 };

typedef struct concern_search {
    const eos_source *source;
    eos_arena *arena;
    const char *seen[EOS_LIMIT_CONCERN_FILES];
    uint32_t count;
    struct {
        const char *importer, *name;
        int level;
        bool is_package;
    } names[EOS_LIMIT_CONCERN_LOOKUPS];
    uint32_t name_count;
    bool is_found;
} concern_search;

typedef struct import_text {
    const char *at, *end;
} import_text;

static void search_text(concern_search *search, const char *importer, const char *text,
                        size_t length, int depth);

/* ---- files ---- */

static bool is_init(const char *path)
{
    static const char name[] = "/__init__.py";
    size_t length = strlen(path);
    return length >= sizeof name - 1 && strcmp(path + length - (sizeof name - 1), name) == 0;
}

static void visit_file(concern_search *search, const char *path, int depth)
{
    for (uint32_t i = 0; i < search->count; i++)
        if (strcmp(search->seen[i], path) == 0)
            return;
    if (search->count == EOS_LIMIT_CONCERN_FILES)
        return;
    path =
        eos_arena_copy(search->arena, path, strlen(path)); /* names compare importers by address */
    search->seen[search->count++] = path;
    eos_concern concern = eos_file_memo_concern(search->source->memo, search->arena, path);
    search->is_found = concern == EOS_CONCERNS;
    if (search->is_found || !is_init(path) || depth >= DEPTH)
        return;
    char hash[65];
    const char *bytes;
    size_t length;
    if (!eos_file_memo_read(search->source->memo, search->arena, path, hash, &bytes, &length))
        search_text(search, path, bytes, length, depth + 1);
}

/* One module; true when it is a package. Each name is looked for once, and only so many of them. */
static bool visit_module(concern_search *search, const char *importer, const char *name, int level,
                         int depth)
{
    for (uint32_t i = 0; i < search->name_count; i++)
        if (search->names[i].importer == importer && search->names[i].level == level &&
            strcmp(search->names[i].name, name) == 0)
            return search->names[i].is_package;
    if (search->name_count == EOS_LIMIT_CONCERN_LOOKUPS)
        return false;
    eos_import_place place;
    bool is_there = eos_import_find(search->source, importer, name, level, &place);
    uint32_t at = search->name_count++;
    search->names[at].importer = importer;
    search->names[at].name = eos_arena_copy(search->arena, name, strlen(name));
    search->names[at].level = level;
    search->names[at].is_package = is_there && place.is_package;
    if (is_there && !place.is_folder && !place.is_judged)
        visit_file(search, place.path, depth);
    return is_there && place.is_package;
}

/* The packages above the module, down to it, as long as they are ours; true when it is a package. */
static bool visit_name(concern_search *search, const char *importer, const char *name, int level,
                       int depth)
{
    char part[NAME_BYTES];
    size_t length = strlen(name);
    bool is_package = true;
    for (size_t i = level > 0 ? 0 : 1; i <= length && is_package && !search->is_found; i++) {
        if (name[i] != '.' && name[i] != '\0' && i > 0)
            continue;
        memcpy(part, name, i);
        part[i] = '\0';
        is_package = visit_module(search, importer, part, level, depth);
    }
    return is_package;
}

/* ---- the text of imports ---- */

static void skip_blanks(import_text *text)
{
    while (text->at < text->end && (*text->at == ' ' || *text->at == '\t' || *text->at == '\f'))
        text->at++;
}

static bool is_name_byte(char byte)
{
    return byte == '_' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || ((unsigned char)byte & 0x80u) != 0;
}

static bool take_word(import_text *text, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(text->end - text->at) <= length || memcmp(text->at, word, length) != 0 ||
        is_name_byte(text->at[length]))
        return false;
    text->at += length;
    skip_blanks(text);
    return true;
}

/* A dotted name, appended to out[0, used); false when there is none or it is too long. */
static bool take_name(import_text *text, char *out, size_t used)
{
    size_t start = used;
    while (text->at < text->end && (is_name_byte(*text->at) || *text->at == '.')) {
        if (used + 1 >= NAME_BYTES)
            return false;
        out[used++] = *text->at++;
    }
    out[used] = '\0';
    skip_blanks(text);
    return used > start;
}

/* `a.b as c, d` behind import */
static void search_import(concern_search *search, const char *importer, import_text *text,
                          int depth)
{
    char name[NAME_BYTES], alias[NAME_BYTES];
    while (!search->is_found && take_name(text, name, 0)) {
        (void)visit_name(search, importer, name, 0, depth);
        if (take_word(text, "as") && !take_name(text, alias, 0))
            return;
        if (text->at >= text->end || *text->at != ',')
            return;
        text->at++;
        skip_blanks(text);
    }
}

/* Names behind `from a import`, on one line or in brackets: each may be a module below a. */
static void search_names(concern_search *search, const char *importer, import_text *text,
                         char *module, int level, int depth)
{
    size_t head = strlen(module);
    bool is_open = text->at < text->end && *text->at == '(';
    if (head > 0 && head + 1 < NAME_BYTES)
        module[head++] = '.';
    for (; text->at < text->end && !search->is_found; text->at++) {
        if (*text->at == ')' || (*text->at == '\n' && !is_open))
            return;
        if (!is_name_byte(*text->at))
            continue;
        if (!take_name(text, module, head))
            return;
        (void)visit_name(search, importer, module, level, depth);
        if (text->at < text->end && *text->at == '\n' && !is_open)
            return;
        if (text->at >= text->end)
            return;
    }
}

/* behind from */
static void search_from(concern_search *search, const char *importer, import_text *text, int depth)
{
    char module[NAME_BYTES] = "";
    int level = 0;
    for (; text->at < text->end && *text->at == '.' && level < 32; text->at++)
        level++;
    skip_blanks(text);
    bool has_module = !take_word(text, "import");
    if (has_module && (!take_name(text, module, 0) || !take_word(text, "import")))
        return;
    if (visit_name(search, importer, module, level, depth))
        search_names(search, importer, text, module, level, depth);
}

static void search_text(concern_search *search, const char *importer, const char *bytes,
                        size_t length, int depth)
{
    import_text text = {bytes, bytes + length};
    while (text.at < text.end && !search->is_found) {
        skip_blanks(&text);
        if (take_word(&text, "import"))
            search_import(search, importer, &text, depth);
        else if (take_word(&text, "from"))
            search_from(search, importer, &text, depth);
        const char *line_end =
            text.at < text.end ? memchr(text.at, '\n', (size_t)(text.end - text.at)) : NULL;
        text.at = line_end ? line_end + 1 : text.end;
    }
}

bool eos_source_follows_ours(const eos_source *source)
{
    eos_arena arena;
    concern_search search = {.source = source, .arena = &arena};
    volatile bool is_found = false;
    if (source->folder == NULL)
        return false;
    eos_arena_init(&arena, EOS_LIMIT_ARENA_BYTES);
    EOS_ARENA_TRY(&arena, guard) {
        search_text(&search, NULL, source->text, source->length, 0);
        is_found = search.is_found;
    }
    EOS_ARENA_CATCH(&arena, guard) {
        is_found = false;
    }
    EOS_ARENA_END;
    eos_arena_release(&arena);
    return is_found;
}
