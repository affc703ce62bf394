/* SPDX-License-Identifier: MIT */
/* Arena: alignment, zeroing, growth past blocks, the ceiling, and the way out when memory is short.
 */
#include "unit.h"

#include "base/limits.h"
#include "base/vector.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool is_zero(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

static void memory_is_zero_and_aligned(void)
{
    UNIT_ARENA(arena) {
        for (size_t size = 0; size < 5000; size += 7) {
            unsigned char *bytes = eos_arena_alloc(&arena, size);
            CU_ASSERT((uintptr_t)bytes % 16 == 0);
            CU_ASSERT(is_zero(bytes, size));
            memset(bytes, 0xA5, size);
        }
    }
    UNIT_ARENA_END(arena);
}

static void objects_do_not_overlap(void)
{
    enum { COUNT = 3000 };
    UNIT_ARENA(arena) {
        unsigned char **objects = EOS_NEW_ARRAY(&arena, unsigned char *, COUNT);
        /* every 500th object is larger than any block, so it gets one of its own */
        for (size_t i = 0; i < COUNT; i++) {
            size_t size = i % 500 == 499 ? (size_t)5 << 20 : 1 + i % 300;
            objects[i] = eos_arena_alloc(&arena, size);
            memset(objects[i], (int)(i % 251), 1 + i % 300);
        }
        bool intact = true;
        for (size_t i = 0; i < COUNT; i++)
            for (size_t j = 0; j < 1 + i % 300; j++)
                intact = intact && objects[i][j] == i % 251;
        CU_ASSERT(intact);
        CU_ASSERT(arena.used > (size_t)6 * (5 << 20));
    }
    UNIT_ARENA_END(arena);
}

/* Fills an arena of the pool and lets it go; false when memory out of it was not zero. */
static bool use_pool(eos_arena_pool *pool, size_t count, size_t step)
{
    volatile bool is_clean = true;
    eos_arena arena;
    eos_arena_init(&arena, (size_t)1 << 30);
    arena.pool = pool;
    EOS_ARENA_TRY(&arena, guard)
        for (size_t i = 0; i < count; i++) {
            size_t size = i * step % 9000;
            unsigned char *bytes = eos_arena_alloc(&arena, size);
            is_clean = is_clean && is_zero(bytes, size);
            memset(bytes, 0x5A, size);
        }
    EOS_ARENA_CATCH(&arena, guard)
        is_clean = false;
    EOS_ARENA_END;
    eos_arena_release(&arena);
    return is_clean;
}

static void memory_out_of_a_pool_is_zero(void)
{
    eos_arena_pool pool = {0};
    static const size_t steps[] = {7, 1, 4999, 160, 13};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        CU_ASSERT(use_pool(&pool, 300, steps[i])); /* shorter and longer than the round before */
        CU_ASSERT(use_pool(&pool, 3000 / (i + 1), steps[i]));
    }
    eos_arena_pool_release(&pool);
    CU_ASSERT_PTR_NULL(pool.blocks);
    CU_ASSERT_EQUAL(pool.bytes, 0);
}

static void a_pool_is_bounded(void)
{
    eos_arena_pool pool = {0};
    CU_ASSERT(use_pool(&pool, 12000, 4999)); /* more than 50 MB */
    CU_ASSERT(pool.bytes <= EOS_LIMIT_POOL_BYTES);
    eos_arena_pool_release(&pool);
}

static void size_zero_is_a_place_of_its_own(void)
{
    UNIT_ARENA(arena) {
        void *first = eos_arena_alloc(&arena, 0);
        void *second = eos_arena_alloc(&arena, 0);
        CU_ASSERT_PTR_NOT_NULL(first);
        CU_ASSERT_PTR_NOT_EQUAL(first, second);
    }
    UNIT_ARENA_END(arena);
}

/* How many bytes the arena of `limit` gives in pieces of `size` before it refuses. */
static size_t count_until_refused(size_t limit, size_t size)
{
    volatile size_t given = 0;
    volatile bool refused = false;
    eos_arena arena;
    eos_arena_init(&arena, limit);
    EOS_ARENA_TRY(&arena, guard)
        for (int i = 0; i < 100000; i++) {
            (void)eos_arena_alloc(&arena, size);
            given += size;
        }
    EOS_ARENA_CATCH(&arena, guard)
        refused = true;
    EOS_ARENA_END;
    CU_ASSERT(refused);
    CU_ASSERT(arena.used <= limit);
    eos_arena_release(&arena);
    return given;
}

static void limit_is_exact(void)
{
    UNIT_SAME_INT(count_until_refused(1600, 16), 1600);
    UNIT_SAME_INT(count_until_refused(1599, 16), 1584);
    UNIT_SAME_INT(count_until_refused(100, 101), 0);
    UNIT_SAME_INT(count_until_refused(0, 1), 0);
    UNIT_SAME_INT(count_until_refused(SIZE_MAX, SIZE_MAX), 0);
    UNIT_SAME_INT(count_until_refused(SIZE_MAX, SIZE_MAX - 15), 0);
}

static void array_size_overflow_is_out_of_memory(void)
{
    eos_arena arena;
    eos_arena_init(&arena, SIZE_MAX);
    volatile int caught = 0;
    EOS_ARENA_TRY(&arena, guard)
        (void)eos_arena_array(&arena, SIZE_MAX / 8 + 2, 8);
    EOS_ARENA_CATCH(&arena, guard)
        caught++;
    EOS_ARENA_END;
    UNIT_SAME_INT(caught, 1);
    eos_arena_release(&arena);
}

static void guards_nest(void)
{
    volatile int inner = 0, outer = 0;
    eos_arena arena;
    eos_arena_init(&arena, 1024);
    EOS_ARENA_TRY(&arena, first)
        EOS_ARENA_TRY(&arena, second)
            (void)eos_arena_alloc(&arena, 2048);
    EOS_ARENA_CATCH(&arena, second)
        inner++;
    EOS_ARENA_END;
    (void)eos_arena_alloc(&arena, 2048);
    EOS_ARENA_CATCH(&arena, first)
        outer++;
    EOS_ARENA_END;
    UNIT_SAME_INT(inner, 1);
    UNIT_SAME_INT(outer, 1);
    CU_ASSERT_PTR_NULL(arena.guard);
    eos_arena_release(&arena);
    eos_arena_release(&arena); /* releasing twice is harmless */
}

static void printf_and_copy(void)
{
    UNIT_ARENA(arena) {
        UNIT_SAME_TEXT(eos_arena_printf(&arena, "%s=%d", "units", 10), "units=10");
        UNIT_SAME_TEXT(eos_arena_printf(&arena, "%s", ""), "");
        UNIT_SAME_INT(strlen(eos_arena_printf(&arena, "%0200000d", 1)), 200000);
        UNIT_SAME_TEXT(eos_arena_copy(&arena, "layer", 3), "lay");
        UNIT_SAME_TEXT(eos_arena_copy(&arena, NULL, 0), "");
    }
    UNIT_ARENA_END(arena);
}

static void vector_keeps_its_items(void)
{
    UNIT_ARENA(arena) {
        EOS_VECTOR(uint32_t) numbers = {0};
        for (uint32_t i = 0; i < 10000; i++)
            eos_vector_push(&arena, &numbers, i * 3);
        bool intact = true;
        for (uint32_t i = 0; i < numbers.count; i++)
            intact = intact && numbers.items[i] == i * 3;
        CU_ASSERT(intact);
        UNIT_SAME_INT(numbers.count, 10000);
        UNIT_SAME_INT(*eos_vector_last(&numbers), 9999 * 3);
    }
    UNIT_ARENA_END(arena);
}

static void make_much(eos_arena *arena, void *payload)
{
    (void)payload;
    EOS_VECTOR(char *) lines = {0};
    for (int i = 0; i < 60; i++)
        eos_vector_push(arena, &lines, eos_arena_printf(arena, "line %d", i));
    UNIT_SAME_TEXT(lines.items[59], "line 59");
}

static void each_allocation_may_fail(void)
{
    UNIT_SAME_INT(unit_fail_allocations(make_much, NULL, 50), 50);
    /* 60 lines and vectors of 8, 16, 32 and 64 */
    UNIT_SAME_INT(unit_fail_allocations(make_much, NULL, 1000), 64);
}

static const unit_test tests[] = {
    {"arena: memory is zero and aligned to 16", memory_is_zero_and_aligned},
    {"arena: objects do not overlap across blocks", objects_do_not_overlap},
    {"arena: size 0 is a place of its own", size_zero_is_a_place_of_its_own},
    {"arena: memory out of a pool is zero", memory_out_of_a_pool_is_zero},
    {"arena: a pool is bounded", a_pool_is_bounded},
    {"arena: the limit is exact", limit_is_exact},
    {"arena: array size overflow is out of memory", array_size_overflow_is_out_of_memory},
    {"arena: guards nest and are restored", guards_nest},
    {"arena: printf and copy", printf_and_copy},
    {"vector: keeps its items while growing", vector_keeps_its_items},
    {"arena: each allocation may fail", each_allocation_may_fail},
};
UNIT_SUITE(arena, tests)
