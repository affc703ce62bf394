/* SPDX-License-Identifier: MIT */
/*
 * Imports on the file system: candidates in order, each one asked of the memo. Names come from programs, so a
 * segment that is no plain name finds nothing, and what is found is checked to lie in the root with
 * all links followed.
 *
 * Questionable: without a root (a file in no repository) the top of the file's own package bounds the
 * search; it is the folder that Python itself would look in for a script.
 */
#include "engine/import_lookup.h"

#include "engine/file_memo.h"
#include "engine/imports.h"

#include <stdio.h>
#include <string.h>

/* ---- paths ---- */

static bool set_path(char *out, const char *text, size_t length)
{
    if (length >= EOS_IMPORT_PATH)
        return false;
    memmove(out, text, length);
    out[length] = '\0';
    return true;
}

/* to the folder above; false at the bound */
static bool go_up(char *folder, const char *bound)
{
    char *slash = strrchr(folder, '/');
    if (slash == NULL || slash == folder || strcmp(folder, bound) == 0)
        return false;
    *slash = '\0';
    return eos_path_lies_in(folder, bound);
}

static bool has_init(eos_file_memo *memo, const char *folder)
{
    char path[EOS_IMPORT_PATH + 16];
    snprintf(path, sizeof path, "%s/__init__.py", folder);
    return eos_file_memo_kind(memo, path) == EOS_PATH_FILE;
}

/* the first folder up the chain that is no package */
static void find_package_top(eos_file_memo *memo, char *folder, const char *bound)
{
    while (has_init(memo, folder) && go_up(folder, bound))
        continue;
}

const char *eos_import_shown(const eos_source *source, const char *path)
{
    size_t length = source->root != NULL ? strlen(source->root) : 0;
    if (length > 0 && strncmp(path, source->root, length) == 0 && path[length] == '/')
        return path + length + 1;
    return path;
}

/* ---- one candidate ---- */

/* base/a/b for "a.b"; false when a segment is no plain name or the path is too long */
static bool join_name(char *out, const char *base, const char *name)
{
    int wrote = snprintf(out, EOS_IMPORT_PATH, "%s%s%s", base, name[0] != '\0' ? "/" : "", name);
    if (wrote < 0 || wrote >= EOS_IMPORT_PATH - 16)
        return false;
    bool is_start = true;
    for (char *at = out + strlen(base) + (name[0] != '\0'); *at != '\0'; at++) {
        if (*at == '/' || (*at == '.' && is_start))
            return false;
        is_start = *at == '.';
        if (*at == '.')
            *at = '/';
    }
    return name[0] == '\0' || !is_start;
}

static bool try_files(eos_file_memo *memo, eos_import_place *place, const char *base,
                      const char *name)
{
    char stem[EOS_IMPORT_PATH];
    if (!join_name(stem, base, name))
        return false;
    size_t length = strlen(stem);
    memcpy(place->path, stem, length);
    memcpy(place->path + length, "/__init__.py", sizeof "/__init__.py");
    place->is_package = true;
    if (eos_file_memo_kind(memo, place->path) == EOS_PATH_FILE)
        return true;
    place->is_package = false;
    memcpy(place->path + length, ".py", sizeof ".py");
    return name[0] != '\0' && eos_file_memo_kind(memo, place->path) == EOS_PATH_FILE;
}

static bool try_folder(eos_file_memo *memo, eos_import_place *place, const char *base,
                       const char *name)
{
    if (!join_name(place->path, base, name) ||
        eos_file_memo_kind(memo, place->path) != EOS_PATH_FOLDER)
        return false;
    place->is_folder = place->is_package = true;
    return true;
}

static bool is_judged_file(const eos_source *source, const char *path)
{
    if (source->path == NULL)
        return false;
    if (source->path[0] == '/' || source->root == NULL)
        return strcmp(path, source->path) == 0;
    const char *shown = eos_import_shown(source, path);
    return shown != path && strcmp(shown, source->path) == 0;
}

static bool accept(const eos_source *source, const char *bound, eos_import_place *place)
{
    if (!eos_file_memo_is_inside(source->memo, place->path, bound))
        return false;
    place->is_judged = is_judged_file(source, place->path);
    return true;
}

/* ---- the search ---- */

static bool find_in(const eos_source *source, const char *bound, const char *const *bases,
                    const char *name, eos_import_place *place)
{
    for (int i = 0; bases[i] != NULL; i++)
        if (try_files(source->memo, place, bases[i], name) && accept(source, bound, place))
            return true;
    for (int i = 0; bases[i] != NULL; i++)
        if (try_folder(source->memo, place, bases[i], name) && accept(source, bound, place))
            return true;
    return false;
}

bool eos_import_find(const eos_source *source, const char *importer, const char *name, int level,
                     eos_import_place *place)
{
    char folder[EOS_IMPORT_PATH], bound[EOS_IMPORT_PATH], src[EOS_IMPORT_PATH + 8];
    *place = (eos_import_place){.path = ""};
    if (source->folder == NULL || (level == 0 && eos_is_python_module(name)))
        return false;
    const char *slash = importer != NULL ? strrchr(importer, '/') : NULL;
    if (!set_path(folder, slash != NULL ? importer : source->folder,
                  slash != NULL ? (size_t)(slash - importer) : strlen(source->folder)))
        return false;
    const char *root = source->root;
    if (root != NULL && !eos_path_lies_in(source->folder, root))
        root = NULL;
    if (!set_path(bound, root != NULL ? root : source->folder,
                  strlen(root != NULL ? root : source->folder)))
        return false;
    if (root == NULL)
        find_package_top(source->memo, bound, "/");
    if (!eos_path_lies_in(folder, bound))
        return false;
    if (level > 0) {
        for (int i = 1; i < level; i++)
            if (!go_up(folder, bound))
                return false;
        return find_in(source, bound, (const char *const[]){folder, NULL}, name, place);
    }
    find_package_top(source->memo, folder, bound);
    snprintf(src, sizeof src, "%s/src", bound);
    return find_in(source, bound, (const char *const[]){folder, bound, src, NULL}, name, place);
}

/* ---- and back ---- */

bool eos_import_name(const eos_source *source, const char *path, char *out)
{
    char full[EOS_IMPORT_PATH], top[EOS_IMPORT_PATH];
    bool is_absolute =
        path != NULL || source->root == NULL || source->path == NULL || source->path[0] == '/';
    if (path == NULL)
        path = source->path;
    if (path == NULL)
        return false;
    int wrote = snprintf(full, sizeof full, "%s%s%s", is_absolute ? "" : source->root,
                         is_absolute ? "" : "/", path);
    if (wrote < 4 || (size_t)wrote >= sizeof full || full[0] != '/' ||
        strcmp(full + wrote - 3, ".py") != 0)
        return false;
    full[wrote - 3] = '\0';
    const char *slash = strrchr(full, '/');
    if (strcmp(slash, "/__init__") == 0)
        full[slash - full] = '\0';
    slash = strrchr(full, '/');
    if (slash == NULL || slash == full || !set_path(top, full, (size_t)(slash - full)))
        return false;
    find_package_top(source->memo, top, "/");
    snprintf(out, EOS_IMPORT_PATH, "%s", full + strlen(top) + 1);
    for (char *at = out; *at != '\0'; at++)
        *at = *at == '/' ? '.' : *at;
    return out[0] != '\0';
}
