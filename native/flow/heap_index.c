/* SPDX-License-Identifier: MIT */
/*
 * Finding one key among many. Sequences that share a buffer share its index; it is made when a key is
 * first looked for and goes on from where it stopped when the buffer has grown since, so n insertions
 * with a look-up each cost n.
 *
 * Relies on who builds a sequence: keys of a buffer do not change once one of them was looked for (a
 * change in the middle starts with eos_sequence_copy, which makes a buffer of its own).
 *
 * Questionable: the index knows the newest entry of the whole buffer. When that lies behind the end of
 * a shorter sequence that shares it, the entries are looked through one by one; keys of a buffer are
 * nearly always distinct, so then there is none before.
 */
#include "flow/heap.h"

#include <math.h>

static uint32_t mix(uint64_t bits)
{
    return (uint32_t)(bits * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

static uint32_t mix_pointer(const void *pointer)
{
    return mix((uint64_t)(uintptr_t)pointer);
}

/* equal keys (eos_value_equal) have equal hashes */
static uint32_t hash_key(const eos_value *key, int depth)
{
    switch (key->kind) {
    case EOS_VALUE_BOOL:
        return mix(key->as.boolean ? 3 : 5);
    case EOS_VALUE_INT:
        return mix((uint64_t)key->as.integer);
    case EOS_VALUE_FLOAT: {
        double number = key->as.number == 0.0 ? 0.0 : key->as.number; /* -0.0 equals 0.0 */
        uint64_t bits;
        memcpy(&bits, &number, sizeof bits);
        return mix(bits);
    }
    case EOS_VALUE_STRING:
    case EOS_VALUE_BUILTIN:
        return mix_pointer(key->as.text);
    case EOS_VALUE_LIBRARY:
        return mix_pointer(key->as.library->path);
    case EOS_VALUE_FUNCTION:
        return mix_pointer(key->as.function);
    case EOS_VALUE_METHOD:
        return mix_pointer(key->as.method);
    case EOS_VALUE_OBJECT:
        return mix_pointer(key->as.object);
    case EOS_VALUE_TUPLE: {
        uint32_t count = eos_sequence_count(key->as.items), hash = count;
        for (uint32_t i = 0; depth < 2 && i < count && i < 4; i++)
            hash = mix((uint64_t)hash << 32 | hash_key(&key->as.items->items[i].value, depth + 1));
        return hash;
    }
    default:
        return key->kind;
    }
}

/* the place of the item with this key, or the free one where it belongs */
static uint32_t *find_place(const eos_sequence *entries, const eos_value *key)
{
    const eos_key_index *keys = entries->keys;
    uint32_t at = hash_key(key, 0) & (keys->capacity - 1);
    while (keys->places[at] != 0 &&
           !eos_value_equal(entries->items[keys->places[at] - 1].key, *key))
        at = (at + 1) & (keys->capacity - 1);
    return &keys->places[at];
}

static void enter_items(const eos_sequence *entries)
{
    eos_key_index *keys = entries->keys;
    if (keys->places == NULL || *entries->used * 2 > keys->capacity) {
        uint32_t capacity = 4 * EOS_FEW_KEYS;
        while (capacity < *entries->used * 4)
            capacity *= 2;
        keys->places = EOS_NEW_ARRAY(keys->arena, uint32_t, capacity);
        keys->capacity = capacity;
        keys->count = 0;
    }
    for (; keys->count < *entries->used; keys->count++) {
        const eos_value *key = &entries->items[keys->count].key;
        bool is_nan = key->kind == EOS_VALUE_FLOAT && isnan(key->as.number);
        if (!eos_value_is_unknown(*key) && !is_nan) /* these equal nothing: never found */
            *find_place(entries, key) = keys->count + 1;
    }
}

const eos_item *eos_key_index_find(const eos_sequence *entries, const eos_value *key)
{
    if (eos_value_is_unknown(*key))
        return NULL;
    if (entries->keys->count < *entries->used)
        enter_items(entries);
    uint32_t found = *find_place(entries, key);
    if (found <= entries->count)
        return found > 0 ? &entries->items[found - 1] : NULL;
    for (uint32_t i = entries->count; i > 0; i--)
        if (eos_value_equal(entries->items[i - 1].key, *key))
            return &entries->items[i - 1];
    return NULL;
}
