/* SPDX-License-Identifier: MIT */
/*
 * Arena: memory that lives as long as one analysed file and goes at once.
 *
 * Ownership: nothing in an arena is freed alone, and nothing outside may point into it after
 * eos_arena_release. Memory comes zeroed and aligned to 16 bytes.
 *
 * Running out of memory: an allocation never returns NULL. It jumps to the innermost guard
 * (EOS_ARENA_TRY), which is the one place per stage that turns it into EOS_ERR_MEMORY; everything the
 * stage made is in the arena, so nothing leaks. Therefore: between a guard and an allocation hold no
 * file handle, lock or malloc'ed block in a local variable only.
 *
 * Configured with EOS_ARENA_MALLOC every object is a malloc of its own, so that AddressSanitizer and
 * valgrind see overruns between objects (the dev preset does).
 */
#ifndef EOS_BASE_ARENA_H
#define EOS_BASE_ARENA_H

#include "base/error.h"
#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>

typedef struct eos_arena_block eos_arena_block;

/*
 * Blocks that arenas of one owner hand on to each other, so that file after file needs no fresh pages
 * from the system: those cost a measurable part of the analysis. Zero-initialised = empty. One thread at a time.
 */
typedef struct eos_arena_pool {
    eos_arena_block *blocks; /* owned */
    size_t bytes;            /* of all of them; EOS_LIMIT_POOL_BYTES at most */
} eos_arena_pool;

typedef struct eos_arena {
    eos_arena_block *head; /* newest block; owned */
    size_t used;           /* bytes handed out, all blocks */
    size_t limit;          /* bytes; beyond it an allocation jumps to the guard */
    size_t fail_after;     /* test hook: the n-th allocation from now fails; 0 = never */
    eos_arena_pool *pool;  /* where blocks come from and go back to; NULL = the system. May be set
                              right after eos_arena_init; outlives the arena */
    jmp_buf *
        guard; /* innermost guard; NULL = none set, an allocation then aborts the stage by assert */
} eos_arena;

void eos_arena_init(eos_arena *arena, size_t limit);
void eos_arena_release(eos_arena *arena);
void eos_arena_pool_release(eos_arena_pool *pool);

/** `size` zeroed bytes (size 0 gives a valid pointer). Jumps to the guard when memory is out. */
void *eos_arena_alloc(eos_arena *arena, size_t size);
/** `count * size` zeroed bytes, overflow checked. */
void *eos_arena_array(eos_arena *arena, size_t count, size_t size);
/** A copy of `size` bytes followed by a NUL. */
char *eos_arena_copy(eos_arena *arena, const void *data, size_t size);
/** Formatted text, NUL-terminated. */
char *eos_arena_printf(eos_arena *arena, const char *format, ...) EOS_PRINTF(2, 3);
char *eos_arena_vprintf(eos_arena *arena, const char *format, va_list args) EOS_PRINTF(2, 0);

#define EOS_NEW(arena, type) ((type *)eos_arena_alloc((arena), sizeof(type)))
#define EOS_NEW_ARRAY(arena, type, count) ((type *)eos_arena_array((arena), (count), sizeof(type)))

/*
 * EOS_ARENA_TRY(arena, saved) { work } EOS_ARENA_CATCH(arena, saved) { out of memory } EOS_ARENA_END
 * `saved` is a name for the guard's local state. Do not return out of the first block; locals that
 * change in it and are read in the second must be volatile.
 */
/* clang-format off: the three macros open and close each other's braces */
#define EOS_ARENA_TRY(arena, saved)                                                                \
    do {                                                                                           \
        jmp_buf saved##_buffer;                                                                    \
        jmp_buf *const saved = (arena)->guard;                                                     \
        (arena)->guard = &saved##_buffer;                                                          \
        if (setjmp(saved##_buffer) == 0) {
#define EOS_ARENA_CATCH(arena, saved)                                                              \
    (arena)->guard = saved;                                                                        \
    }                                                                                              \
    else                                                                                           \
    {                                                                                              \
        (arena)->guard = saved;
#define EOS_ARENA_END                                                                              \
    }                                                                                              \
    }                                                                                              \
    while (0)
/* clang-format on */

#endif
