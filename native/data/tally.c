/* SPDX-License-Identifier: MIT */
/*
 * Distinct values: see tally.h. The questionable decision: texts are told apart by a 64-bit hash
 * alone. Two of a million texts meet with a chance of one in 36 million; comparing them would need
 * all of them in memory.
 */
#include "data/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 32u

/* The finisher of splitmix64: every bit of the key moves every bit of the result. */
static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

void eos_tally_init(eos_tally *tally, uint32_t limit, uint8_t bits)
{
    *tally = (eos_tally){.limit = limit, .bits = bits};
}

static void release_entries(eos_tally *tally)
{
    for (uint32_t i = 0; i < tally->capacity; i++)
        free(tally->entries[i].text);
    free(tally->entries);
    tally->entries = NULL;
    tally->capacity = tally->used = 0;
}

void eos_tally_release(eos_tally *tally)
{
    release_entries(tally);
    free(tally->registers);
    tally->registers = NULL;
}

uint64_t eos_tally_hash(const char *text, size_t length)
{
    uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ length, part;
    for (; length >= 8; text += 8, length -= 8) {
        memcpy(&part, text, 8);
        hash = mix(hash ^ part);
    }
    part = 0;
    for (size_t i = 0; i < length; i++)
        part = part << 8 | (unsigned char)text[i];
    return mix(hash ^ part);
}

bool eos_tally_is_exact(const eos_tally *tally)
{
    return !tally->registers;
}

static void sketch(eos_tally *tally, uint64_t hash)
{
    uint64_t rest = hash << tally->bits | UINT64_C(1) << (tally->bits - 1); /* ends the run */
    uint8_t rank = 1;
#if defined(__GNUC__)
    rank = (uint8_t)(__builtin_clzll(rest) + 1);
#else
    for (; !(rest >> 63); rest <<= 1)
        rank++;
#endif
    uint8_t *slot = &tally->registers[hash >> (64 - tally->bits)];
    *slot = rank > *slot ? rank : *slot;
}

/* numbers and texts with the same key are different values */
static uint64_t hash_key(uint64_t key, bool is_text)
{
    return mix(is_text ? ~key : key);
}

static bool begin_sketch(eos_tally *tally)
{
    tally->registers = calloc((size_t)1 << tally->bits, 1);
    if (!tally->registers)
        return false;
    for (uint32_t i = 0; i < tally->capacity; i++) {
        const eos_tally_entry *entry = &tally->entries[i];
        if (entry->count)
            sketch(tally, hash_key(entry->key, entry->text != NULL));
    }
    release_entries(tally);
    return true;
}

/* A cheap hash: doubles of small numbers differ in their high bits only, so these come down. */
static uint32_t first_slot(const eos_tally *tally, uint64_t key)
{
    uint64_t hash = (key ^ key >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(hash >> 32) & (tally->capacity - 1);
}

static eos_tally_entry *find_slot(const eos_tally *tally, uint64_t key, bool is_text)
{
    uint32_t slot = first_slot(tally, key);
    for (;; slot = (slot + 1) & (tally->capacity - 1)) {
        eos_tally_entry *entry = &tally->entries[slot];
        if (!entry->count || (entry->key == key && (entry->text != NULL) == is_text))
            return entry;
    }
}

static bool grow(eos_tally *tally)
{
    eos_tally_entry *old = tally->entries;
    uint32_t count = tally->capacity;
    uint32_t capacity = count ? count * 2 : FIRST_CAPACITY;
    eos_tally_entry *entries = calloc(capacity, sizeof *entries);
    if (!entries)
        return false;
    tally->entries = entries;
    tally->capacity = capacity;
    for (uint32_t i = 0; i < count; i++) {
        bool is_text = old[i].text != NULL;
        if (old[i].count)
            *find_slot(tally, old[i].key, is_text) = old[i];
    }
    free(old);
    return true;
}

static char *keep_text(const char *text, size_t length)
{
    /* cut between characters, not within one */
    if (length > EOS_TALLY_TEXT_BYTES) {
        length = EOS_TALLY_TEXT_BYTES;
        while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--;
    }
    char *copy = malloc(length + 1);
    if (copy) {
        memcpy(copy, text, length);
        copy[length] = '\0';
    }
    return copy;
}

/* `count` more of a value; `text` NULL = a number. */
static bool add(eos_tally *tally, uint64_t key, const char *text, size_t length, uint64_t count)
{
    if (tally->registers) {
        sketch(tally, hash_key(key, text != NULL));
        return true;
    }
    if (2 * (tally->used + 1) > tally->capacity && !grow(tally))
        return false;
    eos_tally_entry *entry = find_slot(tally, key, text != NULL);
    if (!entry->count) {
        if (tally->used == tally->limit) {
            if (!begin_sketch(tally))
                return false;
            sketch(tally, hash_key(key, text != NULL));
            return true;
        }
        tally->used++;
        entry->key = key;
        entry->text = text ? keep_text(text, length) : NULL;
        if (text && !entry->text)
            return false;
    }
    entry->count += count;
    return true;
}

bool eos_tally_add_numbers(eos_tally *tally, const double *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double value = values[i] + 0.0; /* -0.0 is 0.0 */
        uint64_t key;
        memcpy(&key, &value, sizeof key);
        if (tally->registers) {
            sketch(tally, hash_key(key, false));
            continue;
        }
        /* most values of such a column were met before */
        eos_tally_entry *entry = tally->entries ? &tally->entries[first_slot(tally, key)] : NULL;
        if (entry && entry->count && entry->key == key && !entry->text)
            entry->count++;
        else if (!add(tally, key, NULL, 0, 1))
            return false;
    }
    return true;
}

bool eos_tally_add_text(eos_tally *tally, const char *text, size_t length, uint64_t hash)
{
    return add(tally, hash, text, length, 1);
}

bool eos_tally_merge(eos_tally *tally, const eos_tally *other)
{
    if (other->registers) {
        if (!tally->registers && !begin_sketch(tally))
            return false;
        for (size_t i = 0; i < (size_t)1 << tally->bits; i++)
            if (other->registers[i] > tally->registers[i])
                tally->registers[i] = other->registers[i];
        return true;
    }
    for (uint32_t i = 0; i < other->capacity; i++) {
        const eos_tally_entry *entry = &other->entries[i];
        if (entry->count && !add(tally, entry->key, entry->text,
                                 entry->text ? strlen(entry->text) : 0, entry->count))
            return false;
    }
    return true;
}

uint64_t eos_tally_distinct(const eos_tally *tally)
{
    if (!tally->registers)
        return tally->used;
    size_t count = (size_t)1 << tally->bits;
    double sum = 0;
    size_t empty = 0;
    for (size_t i = 0; i < count; i++) {
        sum += ldexp(1.0, -tally->registers[i]);
        empty += tally->registers[i] == 0;
    }
    double m = (double)count, estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
    if (estimate <= 2.5 * m &&
        empty) /* few values: counting the registers that none met is better */
        estimate = m * log(m / (double)empty);
    /* it is known to be above the bound */
    return estimate > tally->limit ? (uint64_t)(estimate + 0.5) : (uint64_t)tally->limit + 1;
}
