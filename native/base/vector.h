/* SPDX-License-Identifier: MIT */
/*
 * The one typed dynamic array: EOS_VECTOR(type) declares it, the macros below use it. Items live in
 * an arena; growing leaves the old block behind (the arena frees all at once), so total waste is at
 * most the final size.
 */
#ifndef EOS_BASE_VECTOR_H
#define EOS_BASE_VECTOR_H

#include "base/arena.h"
#include <assert.h>
#include <string.h>

#define EOS_VECTOR(type)                                                                           \
    struct {                                                                                       \
        type *items;                                                                               \
        uint32_t count, capacity;                                                                  \
    }

#define eos_vector_push(arena_, vector_, ...)                                                      \
    do {                                                                                           \
        if ((vector_)->count == (vector_)->capacity)                                               \
            (vector_)->items = eos_vector_grow((arena_), (vector_)->items, &(vector_)->capacity,   \
                                               sizeof *(vector_)->items);                          \
        (vector_)->items[(vector_)->count++] = (__VA_ARGS__);                                      \
    } while (0)

#define eos_vector_last(vector_)                                                                   \
    (&(vector_)->items[assert((vector_)->count > 0), (vector_)->count - 1])

/** A block of twice the capacity (at least 8) with the old items copied; jumps to the guard. */
void *eos_vector_grow(eos_arena *arena, const void *items, uint32_t *capacity, size_t item_size);

#endif
