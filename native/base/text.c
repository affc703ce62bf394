/* SPDX-License-Identifier: MIT */
/*
 * Interned names and the growable buffer.
 *
 * The table is open addressing with linear probing, at most half full; the hash is 32-bit FNV-1a,
 * because the generated API tables (schemas/api) are indexed by the same hash at build time: change
 * both or none. The old arrays stay in the arena when the table grows.
 */
#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_SLOTS = 256, FIRST_BUFFER = 128 };

uint32_t eos_hash_bytes(const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

void eos_intern_init(eos_intern *table, eos_arena *arena)
{
    *table = (eos_intern){.arena = arena, .capacity = FIRST_SLOTS};
    table->slots = EOS_NEW_ARRAY(arena, const eos_text *, FIRST_SLOTS);
    table->hashes = EOS_NEW_ARRAY(arena, uint32_t, FIRST_SLOTS);
}

/* The slot that holds these bytes, or the empty one where they belong. */
static uint32_t find_slot(const eos_intern *table, uint32_t hash, const char *data, size_t length)
{
    for (uint32_t i = hash & (table->capacity - 1);; i = (i + 1) & (table->capacity - 1)) {
        const eos_text *text = table->slots[i];
        if (!text)
            return i;
        if (table->hashes[i] == hash && text->length == length &&
            (length == 0 || memcmp(text->data, data, length) == 0))
            return i;
    }
}

static void grow_table(eos_intern *table)
{
    eos_intern larger = *table;
    larger.capacity = table->capacity * 2;
    assert(larger.capacity > table->capacity);
    larger.slots = EOS_NEW_ARRAY(table->arena, const eos_text *, larger.capacity);
    larger.hashes = EOS_NEW_ARRAY(table->arena, uint32_t, larger.capacity);
    for (uint32_t i = 0; i < table->capacity; i++) {
        if (!table->slots[i])
            continue;
        uint32_t at = table->hashes[i] & (larger.capacity - 1);
        while (larger.slots[at]) /* all texts differ: none is looked at */
            at = (at + 1) & (larger.capacity - 1);
        larger.slots[at] = table->slots[i];
        larger.hashes[at] = table->hashes[i];
    }
    *table = larger;
}

const eos_text *eos_intern_bytes(eos_intern *table, const char *data, size_t length)
{
    if (length > UINT32_MAX)
        (void)eos_arena_alloc(table->arena, SIZE_MAX); /* no such text fits: out of memory */
    uint32_t hash = eos_hash_bytes(data, length);
    uint32_t slot = find_slot(table, hash, data, length);
    if (table->slots[slot])
        return table->slots[slot];
    if (table->count >= table->capacity / 2) {
        grow_table(table);
        slot = find_slot(table, hash, data, length);
    }
    eos_text *text = eos_arena_alloc(table->arena, sizeof *text + length + 1);
    text->length = (uint32_t)length;
    text->hash = hash;
    if (length)
        memcpy(text->data, data, length);
    table->slots[slot] = text;
    table->hashes[slot] = hash;
    table->count++;
    return text;
}

const eos_text *eos_intern_string(eos_intern *table, const char *string)
{
    return eos_intern_bytes(table, string, strlen(string));
}

bool eos_text_is(const eos_text *text, const char *string)
{
    size_t length = strlen(string);
    return text && text->length == length && memcmp(text->data, string, length) == 0;
}

bool eos_text_starts_with(const eos_text *text, const char *prefix)
{
    size_t length = strlen(prefix);
    return text && text->length >= length && memcmp(text->data, prefix, length) == 0;
}

void eos_buffer_init(eos_buffer *buffer, eos_arena *arena)
{
    *buffer = (eos_buffer){.arena = arena, .capacity = FIRST_BUFFER};
    buffer->data = eos_arena_alloc(arena, FIRST_BUFFER);
}

/* Room for `length` more bytes and the NUL. */
static void reserve_bytes(eos_buffer *buffer, size_t length)
{
    if (length < buffer->capacity - buffer->length)
        return;
    if (length > SIZE_MAX / 4 || buffer->length > SIZE_MAX / 4)
        (void)eos_arena_alloc(buffer->arena, SIZE_MAX); /* never returns */
    size_t capacity = buffer->capacity * 2;
    if (capacity < buffer->length + length + 1)
        capacity = buffer->length + length + 1;
    char *grown = eos_arena_alloc(buffer->arena, capacity);
    memcpy(grown, buffer->data, buffer->length + 1);
    buffer->data = grown;
    buffer->capacity = capacity;
}

void eos_buffer_add(eos_buffer *buffer, const void *data, size_t length)
{
    if (length == 0)
        return;
    reserve_bytes(buffer, length);
    memcpy(buffer->data + buffer->length, data, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void eos_buffer_add_string(eos_buffer *buffer, const char *string)
{
    eos_buffer_add(buffer, string, strlen(string));
}

void eos_buffer_printf(eos_buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    size_t room = buffer->capacity - buffer->length;
    int length = vsnprintf(buffer->data + buffer->length, room, format, args);
    va_end(args);
    if (length > 0 && (size_t)length >= room) {
        buffer->data[buffer->length] = '\0';
        reserve_bytes(buffer, (size_t)length);
        (void)vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    assert(length >= 0);
    if (length > 0)
        buffer->length += (size_t)length;
    else
        buffer->data[buffer->length] = '\0';
}
