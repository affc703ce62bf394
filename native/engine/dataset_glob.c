/* SPDX-License-Identifier: MIT */
/*
 * The glob of the configuration's `programs`. Our own because fnmatch knows no `**` and depends on
 * the locale. No recursion: only the last `*` and the last `**` can still take more, an earlier one
 * need not be tried again (what it would gain, the later one can take as well).
 */
#include "engine/dataset.h"

#include <string.h>

/* Bytes of the UTF-8 character at `text`; stray bytes count as one. */
static size_t character_size(const char *text)
{
    size_t size = 1;
    if (((unsigned char)text[0] & 0xC0) == 0xC0)
        while (((unsigned char)text[size] & 0xC0) == 0x80)
            size++;
    return size;
}

/* [set] at `pattern`; its end in *after, NULL when it is not closed. ASCII sets only. */
static bool match_set(const char *pattern, char c, const char **after)
{
    const char *at = pattern + 1;
    bool is_negated = *at == '!' || *at == '^', is_in = false;
    at += is_negated;
    for (bool is_first = true; *at && (is_first || *at != ']'); is_first = false) {
        char low = *at, high = low;
        if (at[1] == '-' && at[2] && at[2] != ']') {
            high = at[2];
            at += 2;
        }
        at++;
        is_in = is_in || (c >= low && c <= high);
    }
    *after = *at == ']' ? at + 1 : NULL;
    return is_in != is_negated && c != '/';
}

/* One plain character, `?` or set; false = no match. Moves both on. */
static bool match_one(const char **pattern, const char **path)
{
    if (**path == '\0')
        return false;
    if (**pattern == '?') {
        if (**path == '/')
            return false;
        *pattern += 1;
        *path += character_size(*path);
        return true;
    }
    if (**pattern == '[') {
        const char *after;
        bool is_match = match_set(*pattern, **path, &after);
        if (after) {
            *pattern = after;
            *path += 1;
            return is_match;
        }
    }
    return *(*pattern)++ == *(*path)++;
}

bool eos_glob_match(const char *pattern, const char *path)
{
    const char *star = NULL, *star_path = NULL, *deep = NULL, *deep_path = NULL;
    bool is_folders =
        false; /* the last `**` is a whole folder name: it takes folders, not letters */
    if (pattern[0] == '.' && pattern[1] == '/')
        pattern += 2;
    if (path[0] == '.' && path[1] == '/')
        path += 2;
    const char *start = pattern;
    for (;;) {
        if (pattern[0] == '*' && pattern[1] == '*') {
            is_folders = (pattern == start || pattern[-1] == '/') && pattern[2] == '/';
            pattern += is_folders ? 3 : 2;
            deep = pattern;
            deep_path = path;
            star = NULL;
            continue;
        }
        if (*pattern == '*') {
            star = ++pattern;
            star_path = path;
            continue;
        }
        if (*pattern == '\0' && *path == '\0')
            return true;
        if (*pattern != '\0' && match_one(&pattern, &path))
            continue;
        if (star && *star_path && *star_path != '/') {
            pattern = star;
            path = ++star_path;
            continue;
        }
        if (deep && is_folders)
            deep_path = strchr(deep_path, '/');
        if (!deep || !deep_path || !*deep_path)
            return false;
        star = NULL;
        pattern = deep;
        path = ++deep_path;
    }
}
