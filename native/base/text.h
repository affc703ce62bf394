/* SPDX-License-Identifier: MIT */
/*
 * Text: interned names and a growable buffer.
 *
 * An interned text is unique within its table: two equal texts are one pointer, so the interpreter
 * compares names by address. Interned texts live in the table's arena and are NUL-terminated UTF-8
 * (they may hold NUL bytes inside: use `length`).
 */
#ifndef EOS_BASE_TEXT_H
#define EOS_BASE_TEXT_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct eos_text {
    uint32_t length; /* bytes, without the NUL */
    uint32_t hash;   /* FNV-1a of the bytes */
    char data[];     /* UTF-8, NUL-terminated */
} eos_text;

typedef struct eos_intern {
    eos_arena *arena; /* borrowed */
    const eos_text **slots;
    uint32_t
        *hashes; /* of the slots' texts, so that a search seldom looks at a text that is not it */
    uint32_t capacity, count; /* capacity is a power of two */
} eos_intern;

void eos_intern_init(eos_intern *table, eos_arena *arena);
/** The one text with these bytes; made on first use. */
const eos_text *eos_intern_bytes(eos_intern *table, const char *data, size_t length);
const eos_text *eos_intern_string(eos_intern *table, const char *string);
/** True when `text` has exactly these bytes; `text` may be NULL. */
bool eos_text_is(const eos_text *text, const char *string);
bool eos_text_starts_with(const eos_text *text, const char *prefix);
uint32_t eos_hash_bytes(const void *data, size_t length);

/* A growable byte buffer on the arena; grows by doubling. `data` is NUL-terminated after every call. */
typedef struct eos_buffer {
    eos_arena *arena;
    char *data;
    size_t length, capacity;
} eos_buffer;

void eos_buffer_init(eos_buffer *buffer, eos_arena *arena);
void eos_buffer_add(eos_buffer *buffer, const void *data, size_t length);
void eos_buffer_add_string(eos_buffer *buffer, const char *string);
void eos_buffer_printf(eos_buffer *buffer, const char *format, ...) EOS_PRINTF(2, 3);

#endif
