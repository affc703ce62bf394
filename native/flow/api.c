/* SPDX-License-Identifier: MIT */
/*
 * Lookups over the generated API tables: what flow/api.h promises, without allocation.
 *
 * A path is canonicalised in two steps: known old paths are rewritten (longest first, as a whole
 * or as a prefix, until none fits); then, if the result is no entry, sub-modules inside a
 * collapsing package are left out one by one ("keras.layers.core.Dense" -> "keras.layers.Dense") and the rest
 * is rewritten again.
 *
 * The questionable decision: a sub-module is left out whatever its name is, known or not. Libraries
 * move their insides with every release, and a class of that name in that package was the same
 * class in all of them; a list of inner modules would be long and always late.
 */
#include "flow/api.h"
#include "base/text.h"
#include "flow/api_tables.h"
#include <string.h>

#define PATH_BYTES 256u /* canonical paths are short; longer ones are no library's */
#define SEGMENTS 16u
#define REWRITES 8u /* embed.py refuses longer chains */

/* One step of eos_hash_bytes (32-bit FNV-1a), to hash all prefixes of a path in one pass. */
static uint32_t hash_byte(uint32_t hash, char byte)
{
    return (hash ^ (uint8_t)byte) * 16777619u;
}

#define HASH_START 2166136261u

static bool is_key(const char *key, const char *bytes, size_t length)
{
    return strlen(key) == length && memcmp(key, bytes, length) == 0;
}

static const eos_api_pair *find_pair(const eos_api_pair *pairs, const eos_api_index *index,
                                     const char *bytes, size_t length, uint32_t hash)
{
    for (uint32_t at = hash & index->mask; index->slots[at]; at = (at + 1) & index->mask) {
        const eos_api_pair *pair = &pairs[index->slots[at] - 1];
        if (is_key(pair->written, bytes, length))
            return pair;
    }
    return NULL;
}

const eos_api_entry *eos_api_find(const char *path, size_t length)
{
    const eos_api_index *index = &eos_api_entry_index;
    uint32_t at = eos_hash_bytes(path, length) & index->mask;
    for (; index->slots[at]; at = (at + 1) & index->mask) {
        const eos_api_entry *entry = &eos_api_entries[index->slots[at] - 1];
        if (is_key(entry->path, path, length))
            return entry;
    }
    return NULL;
}

/* A path cut at its dots: ends[i] is where the first i + 1 segments end, hashes[i] their hash. */
typedef struct segments {
    size_t ends[SEGMENTS];
    uint32_t hashes[SEGMENTS];
    size_t count; /* 0 = too many segments, no path of ours */
} segments;

static segments cut_path(const char *path, size_t length)
{
    segments cut = {.count = 0};
    uint32_t hash = HASH_START;
    for (size_t i = 0; i <= length; i++) {
        if (i == length || path[i] == '.') {
            if (cut.count == SEGMENTS)
                return (segments){.count = 0};
            cut.ends[cut.count] = i;
            cut.hashes[cut.count++] = hash;
        }
        if (i < length)
            hash = hash_byte(hash, path[i]);
    }
    return cut;
}

/* The pair of the longest prefix of whole segments; *end = where that prefix ends. */
static const eos_api_pair *find_prefix(const eos_api_pair *pairs, const eos_api_index *index,
                                       const char *path, size_t length, size_t *end)
{
    segments cut = cut_path(path, length);
    for (size_t i = cut.count; i-- > 0;) {
        const eos_api_pair *pair = find_pair(pairs, index, path, cut.ends[i], cut.hashes[i]);
        if (pair) {
            *end = cut.ends[i];
            return pair;
        }
    }
    return NULL;
}

/* Applies rewrites in `path` (room for PATH_BYTES); the new length, 0 when it grows too long. */
static size_t rewrite_path(char *path, size_t length)
{
    for (unsigned round = 0; round < REWRITES; round++) {
        size_t end = 0;
        const eos_api_pair *pair =
            find_prefix(eos_api_rewrite, &eos_api_rewrite_index, path, length, &end);
        if (!pair)
            break;
        size_t head = strlen(pair->name), tail = length - end;
        if (head + tail >= PATH_BYTES)
            return 0;
        memmove(path + head, path + end, tail);
        memcpy(path, pair->name, head);
        length = head + tail;
    }
    return length;
}

/* Leaves out sub-modules until an entry is met; returns its length, 0 when there is none. */
static size_t collapse_path(char *path, size_t length)
{
    size_t end = 0;
    const eos_api_pair *pair =
        find_prefix(eos_api_collapse, &eos_api_collapse_index, path, length, &end);
    if (!pair || end == length)
        return 0;
    size_t head = strlen(pair->name);
    const char *rest = path + end; /* ".core.Dense" */
    while (rest) {
        char candidate[PATH_BYTES];
        size_t tail = length - (size_t)(rest - path);
        if (head + tail < PATH_BYTES) {
            memcpy(candidate, pair->name, head);
            memcpy(candidate + head, rest, tail);
            size_t size = rewrite_path(candidate, head + tail);
            if (size && eos_api_find(candidate, size)) {
                memcpy(path, candidate, size);
                return size;
            }
        }
        rest = memchr(rest + 1, '.', tail - 1);
    }
    return 0;
}

size_t eos_api_canonical(const char *path, size_t length, char *out, size_t out_size)
{
    char work[PATH_BYTES];
    const char *result = path;
    size_t size = length;
    if (length && length < PATH_BYTES) {
        memcpy(work, path, length);
        size_t rewritten = rewrite_path(work, length);
        if (rewritten) {
            result = work;
            size = rewritten;
            if (!eos_api_find(work, rewritten)) {
                size_t collapsed = collapse_path(work, rewritten);
                if (collapsed)
                    size = collapsed;
            }
        }
    }
    if (size >= out_size)
        return 0;
    memcpy(out, result, size);
    out[size] = '\0';
    return size;
}

bool eos_api_is_library(const char *path, size_t length)
{
    const char *dot = memchr(path, '.', length);
    size_t first = dot ? (size_t)(dot - path) : length;
    return find_pair(eos_api_library, &eos_api_library_index, path, first,
                     eos_hash_bytes(path, first)) != NULL;
}

bool eos_api_is_modelled(const char *path, size_t length)
{
    const eos_api_entry *entry = eos_api_find(path, length);
    if (entry)
        return entry->family != EOS_API_BACKBONE;
    size_t end = 0;
    const eos_api_pair *space =
        find_prefix(eos_api_space, &eos_api_space_index, path, length, &end);
    return space && (end == length || strcmp(space->name, "*") == 0);
}

const eos_api_entry *eos_api_find_string(const char *space, const char *name, size_t length)
{
    char key[96];
    size_t head = strlen(space);
    if (head + 1 + length >= sizeof key)
        return NULL;
    memcpy(key, space, head);
    key[head] = ':';
    memcpy(key + head + 1, name, length);
    size_t size = head + 1 + length;
    if (strcmp(space, "optimizers") == 0) /* the library lowers these, and no other space */
        for (size_t i = head + 1; i < size; i++)
            if (key[i] >= 'A' && key[i] <= 'Z')
                key[i] = (char)(key[i] - 'A' + 'a');
    const eos_api_index *index = &eos_api_string_index;
    uint32_t at = eos_hash_bytes(key, size) & index->mask;
    for (; index->slots[at]; at = (at + 1) & index->mask) {
        const eos_api_string *string = &eos_api_strings[index->slots[at] - 1];
        if (strcmp(string->space, space) == 0 && is_key(string->name, key + head + 1, length))
            return &eos_api_entries[string->entry];
    }
    return NULL;
}

/* The class of that name in the first scope with one; functions are too common as bare names. */
static const eos_api_entry *find_in_scopes(const char *const *scopes, const char *name,
                                           size_t length)
{
    for (; *scopes; scopes++) {
        char path[PATH_BYTES];
        size_t head = strlen(*scopes);
        if (head + 1 + length >= PATH_BYTES)
            continue;
        memcpy(path, *scopes, head);
        path[head] = '.';
        memcpy(path + head + 1, name, length);
        size_t size = rewrite_path(path, head + 1 + length);
        const eos_api_entry *entry = size ? eos_api_find(path, size) : NULL;
        if (entry && (entry->is_class || entry->family == EOS_API_INPUT ||
                      entry->family == EOS_API_BACKBONE))
            return entry;
    }
    return NULL;
}

const eos_api_entry *eos_api_find_bare(const char *name, size_t length, bool torch)
{
    if (!length || memchr(name, '.', length))
        return NULL;
    const eos_api_pair *pair =
        find_pair(eos_api_bare, &eos_api_bare_index, name, length, eos_hash_bytes(name, length));
    if (pair)
        return eos_api_find(pair->name, strlen(pair->name));
    const char *const *first = torch ? eos_api_torch_scopes : eos_api_keras_scopes;
    const char *const *second = torch ? eos_api_keras_scopes : eos_api_torch_scopes;
    const eos_api_entry *entry = find_in_scopes(first, name, length);
    return entry ? entry : find_in_scopes(second, name, length);
}

const char *eos_api_snippet_module(const char *name, size_t length)
{
    const eos_api_pair *pair = find_pair(eos_api_module, &eos_api_module_index, name, length,
                                         eos_hash_bytes(name, length));
    return pair ? pair->name : NULL;
}

int eos_api_param_index(const eos_api_entry *entry, const char *name, size_t length)
{
    for (int i = 0; i < entry->param_count; i++)
        if (is_key(entry->params[i].name, name, length))
            return i;
    for (int i = 0; i < entry->alias_count; i++)
        if (is_key(entry->aliases[i].written, name, length)) {
            const char *today = entry->aliases[i].name;
            return eos_api_param_index(entry, today, strlen(today));
        }
    return -1;
}

const eos_api_dataset *eos_api_find_dataset(const char *path, size_t length)
{
    static const char loader[] = ".load_data"; /* the function of a keras.datasets module */
    size_t suffix = sizeof loader - 1;
    if (length > suffix && memcmp(path + length - suffix, loader, suffix) == 0)
        length -= suffix;
    const eos_api_index *index = &eos_api_dataset_index;
    uint32_t at = eos_hash_bytes(path, length) & index->mask;
    for (; index->slots[at]; at = (at + 1) & index->mask) {
        const eos_api_dataset *dataset = &eos_api_datasets[index->slots[at] - 1];
        if (is_key(dataset->path, path, length))
            return dataset;
    }
    return NULL;
}

bool eos_family_is_learnable(uint8_t family)
{
    switch (family) {
    case EOS_LAYER_DENSE:
    case EOS_LAYER_CONV:
    case EOS_LAYER_CONV_TRANSPOSE:
    case EOS_LAYER_CONV_DEPTHWISE:
    case EOS_LAYER_CONV_SEPARABLE:
    case EOS_LAYER_EMBEDDING:
    case EOS_LAYER_RECURRENT:
    case EOS_LAYER_ATTENTION:
        return true;
    default:
        return false;
    }
}
