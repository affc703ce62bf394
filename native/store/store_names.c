/* SPDX-License-Identifier: MIT */
/*
 * Rows that are looked up by content and made when missing: texts, paths, rules, sets of codes,
 * configurations, commits, sets of paths. All run inside the caller's transaction when they may write.
 */
#include "store/store_internal.h"

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *eos_store_join_codes(eos_arena *arena, const char *const *codes, uint32_t count)
{
    const char **sorted = EOS_NEW_ARRAY(arena, const char *, (size_t)count + 1);
    size_t size = 1, used = 0;
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = codes[i];
        size += strlen(codes[i]) + 1;
    }
    qsort(sorted, count, sizeof *sorted, compare_codes);
    char *out = eos_arena_alloc(arena, size);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(sorted[i], sorted[i - 1]) == 0)
            continue;
        if (used > 0)
            out[used++] = ' ';
        memcpy(out + used, sorted[i], strlen(sorted[i]));
        used += strlen(sorted[i]);
    }
    return out;
}

/* Id of a row with one text; made when missing. */
static int64_t find_or_make(eos_store *store, const char *find, const char *make, const char *text)
{
    const int64_t id = eos_db_number(&store->db, 0, find, "t", text);
    if (id != 0)
        return id;
    return eos_db_run(&store->db, make, "t", text) == 1 ? eos_db_last_id(&store->db) : 0;
}

/* ---- ids in memory ---- */

static uint32_t find_slot(const char *text, bool is_rule)
{
    uint32_t hash = is_rule ? 2166136261u ^ 1u : 2166136261u;
    for (const char *at = text; *at != '\0'; at++)
        hash = (hash ^ (uint8_t)*at) * 16777619u;
    return (hash ^ hash >> 15) & (EOS_STORE_NAMES - 1);
}

static int64_t recall(const eos_store *store, const char *text, bool is_rule)
{
    const uint32_t slot = find_slot(text, is_rule);
    const char *const known = store->names[slot].text;
    const bool is_it =
        known != NULL && store->names[slot].is_rule == is_rule && strcmp(known, text) == 0;
    return is_it ? store->names[slot].id : 0;
}

/* Slots are filled once, so memory stays bounded. */
static int64_t remember(eos_store *store, const char *text, bool is_rule, int64_t id)
{
    const uint32_t slot = find_slot(text, is_rule);
    if (id != 0 && store->names[slot].text == NULL) {
        store->names[slot].text = eos_arena_copy(&store->work, text, strlen(text));
        store->names[slot].is_rule = is_rule;
        store->names[slot].id = id;
    }
    return id;
}

int64_t eos_store_text_id(eos_store *store, const char *text)
{
    static const char find[] = "SELECT text_id FROM text WHERE text = ?";
    static const char make[] = "INSERT INTO text (text) VALUES (?)";
    if (text == NULL)
        return 0;
    const int64_t id = recall(store, text, false);
    return id != 0 ? id : remember(store, text, false, find_or_make(store, find, make, text));
}

int64_t eos_store_path_id(eos_store *store, const char *path, bool may_create)
{
    static const char find[] = "SELECT path_id FROM path WHERE path = ?";
    static const char make[] = "INSERT INTO path (path) VALUES (?)";
    return may_create ? find_or_make(store, find, make, path)
                      : eos_db_number(&store->db, 0, find, "t", path);
}

int64_t eos_store_code_set_id(eos_store *store, const char *codes)
{
    static const char find[] = "SELECT code_set_id FROM code_set WHERE codes = ?";
    static const char make[] = "INSERT INTO code_set (codes) VALUES (?)";
    return find_or_make(store, find, make, codes);
}

int64_t eos_store_rule_id(eos_store *store, const char *code, const char *name,
                          const char *category)
{
    static const char find[] = "SELECT rule_id FROM rule WHERE code = ?";
    static const char make[] = "INSERT INTO rule (code, name, category) VALUES (?, ?, ?)";
    int64_t id = recall(store, code, true);
    if (id == 0)
        id = remember(store, code, true, eos_db_number(&store->db, 0, find, "t", code));
    if (id == 0 && eos_db_run(&store->db, make, "ttt", code, name != NULL ? name : "",
                              category != NULL ? category : "") == 1)
        id = remember(store, code, true, eos_db_last_id(&store->db));
    return id;
}

int64_t eos_store_config_id(eos_store *store)
{
    static const char find[] = "SELECT config_id FROM config WHERE digest = ?";
    static const char make[] = "INSERT INTO config (digest, settings) VALUES (?, ?)";
    const char *digest = store->options.config_digest;
    const int64_t id = eos_db_number(&store->db, 0, find, "t", digest);
    if (id != 0)
        return id;
    return eos_db_run(&store->db, make, "tt", digest, store->options.config_json) == 1
               ? eos_db_last_id(&store->db)
               : 0;
}

int64_t eos_store_commit_id(eos_store *store, const eos_git_commit *commit)
{
    static const char find[] = "SELECT commit_id FROM git_commit WHERE id = ?";
    static const char make[] =
        "INSERT INTO git_commit (id, parents, author, at) VALUES (?, ?, ?, ?)";
    const int64_t id = eos_db_number(&store->db, 0, find, "t", commit->id);
    if (id != 0)
        return id;
    return eos_db_run(&store->db, make, "ttti", commit->id, commit->parents, commit->author,
                      commit->at) == 1
               ? eos_db_last_id(&store->db)
               : 0;
}

/* ---- sets of paths ---- */

void eos_id_set_add(eos_arena *arena, eos_id_set *set, int64_t id)
{
    eos_vector_push(arena, set, id);
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

void eos_id_set_finish(eos_id_set *set)
{
    uint32_t used = 0;
    if (set->count > 1)
        qsort(set->items, set->count, sizeof *set->items, compare_ids);
    for (uint32_t i = 0; i < set->count; i++)
        if (i == 0 || set->items[i] != set->items[i - 1])
            set->items[used++] = set->items[i];
    set->count = used;
}

bool eos_id_set_has(const eos_id_set *set, int64_t id)
{
    return set->count > 0 &&
           bsearch(&id, set->items, set->count, sizeof *set->items, compare_ids) != NULL;
}

/* SHA-256 over the paths of a set in their order, which does not depend on this database's ids. */
static eos_digest digest_names(eos_store *store, const eos_id_set *set)
{
    static const char sql[] = "SELECT path_id, path FROM path ORDER BY path";
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "");
    while (eos_db_step(&store->db, statement))
        if (eos_id_set_has(set, sqlite3_column_int64(statement, 0)))
            eos_hasher_add_field(&hasher, (const char *)sqlite3_column_text(statement, 1));
    return eos_hasher_finish(&hasher);
}

int64_t eos_store_path_set_id(eos_store *store, eos_arena *arena, const eos_id_set *set)
{
    static const char find[] = "SELECT path_set_id FROM path_set WHERE digest = ?";
    static const char make[] =
        "INSERT INTO path_set (digest, names, size, members) VALUES (?, ?, ?, ?)";
    uint8_t *bytes = eos_arena_alloc(arena, (size_t)set->count * 10 + 1);
    size_t size = 0;
    int64_t last = 0;
    for (uint32_t i = 0; i < set->count; i++) {
        uint64_t step = (uint64_t)(set->items[i] - last);
        for (; step > 0x7f; step >>= 7)
            bytes[size++] = (uint8_t)(step | 0x80);
        bytes[size++] = (uint8_t)step;
        last = set->items[i];
    }
    eos_hasher hasher;
    eos_hasher_init(&hasher);
    eos_hasher_add(&hasher, bytes, size);
    const eos_digest digest = eos_hasher_finish(&hasher);
    const void *const mark = digest.bytes, *const members = bytes;
    const int64_t id = eos_db_number(&store->db, 0, find, "b", mark, (size_t)16);
    if (id != 0)
        return id;
    const eos_digest names = digest_names(store, set);
    const void *const name_mark = names.bytes;
    return eos_db_run(&store->db, make, "bbib", mark, (size_t)16, name_mark, (size_t)16,
                      (int64_t)set->count, members, size) == 1
               ? eos_db_last_id(&store->db)
               : 0;
}

void eos_store_read_path_set(eos_store *store, eos_arena *arena, int64_t path_set_id,
                             eos_id_set *out)
{
    static const char sql[] = "SELECT members FROM path_set WHERE path_set_id = ?";
    *out = (eos_id_set){0};
    sqlite3_stmt *statement = eos_db_bind(&store->db, sql, "i", path_set_id);
    if (!eos_db_step(&store->db, statement))
        return;
    const uint8_t *bytes = sqlite3_column_blob(statement, 0);
    const int size = sqlite3_column_bytes(statement, 0);
    uint64_t step = 0;
    int64_t id = 0;
    for (int i = 0, shift = 0; i < size; i++) {
        if (shift < 63)
            step |= (uint64_t)(bytes[i] & 0x7f) << shift;
        shift += 7;
        if ((bytes[i] & 0x80) != 0)
            continue;
        id += (int64_t)(step & INT64_MAX);
        eos_id_set_add(arena, out, id);
        step = 0;
        shift = 0;
    }
    eos_db_done(statement);
}
