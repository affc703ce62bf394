/* SPDX-License-Identifier: MIT */
/*
 * Growth of the typed dynamic array of vector.h. The old block stays in the arena, so a pointer
 * taken before a push still reads the old items, but no longer the vector's: keep indexes, not
 * pointers.
 */
#include "base/vector.h"

#include <stdint.h>

void *eos_vector_grow(eos_arena *arena, const void *items, uint32_t *capacity, size_t item_size)
{
    uint32_t wanted = *capacity < 8 ? 8 : *capacity * 2;
    if (*capacity > UINT32_MAX / 2)
        (void)eos_arena_alloc(arena, SIZE_MAX); /* cannot be counted any more: out of memory */
    void *grown = eos_arena_array(arena, wanted, item_size);
    if (*capacity)
        memcpy(grown, items, (size_t)*capacity * item_size);
    *capacity = wanted;
    return grown;
}
